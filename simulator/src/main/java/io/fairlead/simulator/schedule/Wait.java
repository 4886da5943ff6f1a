package io.fairlead.simulator.schedule;

import java.util.concurrent.locks.LockSupport;

/// One wait of one thread of a lane, ended by [#over] from a later step.
public sealed interface Wait permits Wait.OfVirtual, Wait.OfGuest {
    /// Waits until [#over], which may have been called before.
    ///
    /// @throws InterruptedException if the thread is told to stop; what it waited for may still happen
    void await() throws InterruptedException;

    /// The thread goes on. More than one call, or one after the thread has gone on, does nothing.
    void over();

    /// Parks the calling virtual thread without an end; it is collected with its stack.
    static void forever() {
        while (true) {
            LockSupport.park();
        }
    }

    /// Of a virtual thread.
    final class OfVirtual implements Wait {
        private final Thread thread = Thread.currentThread();
        private boolean isOver;

        OfVirtual() {
            if (!thread.isVirtual()) {
                throw new IllegalStateException(thread + " is not a thread of the simulated world and must not wait");
            }
        }

        @Override
        public void await() throws InterruptedException {
            while (!isOver) {
                if (Thread.interrupted()) {
                    isOver = true;
                    throw new InterruptedException();
                }
                LockSupport.park(this);
            }
        }

        @Override
        public void over() {
            if (!isOver) {
                isOver = true;
                LockSupport.unpark(thread);
            }
        }
    }

    /// Of a guest.
    final class OfGuest implements Wait {
        private final Guest guest;
        private boolean isOver;

        OfGuest(Guest guest) {
            this.guest = guest;
        }

        @Override
        public void await() throws InterruptedException {
            while (!isOver) {
                guest.giveTurn();
            }
        }

        @Override
        public void over() {
            if (!isOver) {
                isOver = true;
                guest.ready();
            }
        }
    }
}
