package io.fairlead.cli.doctor;

import java.util.List;

/// What one check found.
///
/// @param check what was looked at
/// @param mend commands or sentences that help; empty if nothing has to be done
record Finding(String check, State state, String found, List<String> mend) {
    enum State {
        /// As it should be.
        OK("ok"),
        /// Something works less well, or could not be looked at.
        WARN("warn"),
        /// Something will not work.
        FAIL("fail");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    Finding {
        mend = List.copyOf(mend);
        if (state != State.OK && mend.isEmpty()) {
            throw new IllegalArgumentException(check + ": a finding that does not help");
        }
    }

    static Finding ok(String check, String found) {
        return new Finding(check, State.OK, found, List.of());
    }

    static Finding warn(String check, String found, String... mend) {
        return new Finding(check, State.WARN, found, List.of(mend));
    }

    static Finding fail(String check, String found, String... mend) {
        return new Finding(check, State.FAIL, found, List.of(mend));
    }
}
