package io.fairlead.gitsync.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.lib.ProgressMonitor;

/// What one connection may cost: bytes received (few until the pack begins), objects and time. Counts at the
/// stream, so it holds before JGit allocates anything for what it reads (T-006, T-007).
final class TransferBudget implements ProgressMonitor {
    private final long deadlineNanos = System.nanoTime() + GitLimits.TRANSFER_TIMEOUT.toNanos();
    private volatile long bytesMax = GitLimits.LISTING_BYTES_MAX;
    private long bytes;
    private volatile boolean tooLarge;
    private volatile boolean tooSlow;

    /// A stream that ends in an [IOException] when the budget is used up.
    InputStream bound(InputStream unbounded) {
        return new FilterInputStream(unbounded) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                spend(value < 0 ? 0 : 1);
                return value;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                spend(Math.max(count, 0));
                return count;
            }
        };
    }

    /// Whether bytes or objects went beyond their limit.
    boolean isTooLarge() {
        return tooLarge;
    }

    /// Says what was used up, if anything was.
    Optional<String> exhausted() {
        if (tooLarge) {
            return Optional.of("the host sent more than a fetch may bring");
        }
        return tooSlow
                ? Optional.of("the transfer took longer than " + GitLimits.TRANSFER_TIMEOUT.toSeconds() + " s")
                : Optional.empty();
    }

    private synchronized void spend(int count) throws IOException {
        bytes += count;
        tooLarge |= bytes > bytesMax;
        if (isCancelled()) {
            throw new IOException(exhausted().orElse("cancelled"));
        }
    }

    @Override
    public void beginTask(String title, int totalWork) {
        // the first task is the pack: from here on the larger limit holds
        bytesMax = GitLimits.FETCH_BYTES_MAX;
        tooLarge |= totalWork > GitLimits.FETCH_OBJECTS_MAX;
    }

    @Override
    public boolean isCancelled() {
        tooSlow |= System.nanoTime() - deadlineNanos > 0;
        return tooLarge || tooSlow;
    }

    @Override
    public void start(int totalTasks) {
        // progress is not shown
    }

    @Override
    public void update(int completed) {
        // progress is not shown
    }

    @Override
    public void endTask() {
        // progress is not shown
    }

    @Override
    public void showDuration(boolean enabled) {
        // progress is not shown
    }
}
