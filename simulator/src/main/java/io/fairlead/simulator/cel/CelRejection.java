package io.fairlead.simulator.cel;

/// An expression does not compile; the message is what kube-apiserver says about it.
public final class CelRejection extends Exception {
    private static final long serialVersionUID = 1;

    CelRejection(String message) {
        super(message, null, false, false);
    }
}
