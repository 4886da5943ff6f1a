package io.fairlead.simulator.cel;

/// An expression cannot be evaluated; the message is cel-go's. Logical operators catch it where the other side
/// decides.
///
/// Without a stack trace, so that the common ones can be shared.
@SuppressWarnings("StaticAssignmentOfThrowable")
public final class CelFault extends Exception {
    private static final long serialVersionUID = 1;

    static final CelFault NO_SUCH_OVERLOAD = new CelFault("no such overload");
    static final CelFault INTEGER_OVERFLOW = new CelFault("integer overflow");
    static final CelFault UNSIGNED_OVERFLOW = new CelFault("unsigned integer overflow");
    static final CelFault COST_EXCEEDED = new CelFault("operation cancelled: actual cost limit exceeded");

    CelFault(String message) {
        super(message, null, false, false);
    }

    static CelFault noSuchKey(Object key) {
        return new CelFault("no such key: " + Values.text(key));
    }

    static CelFault conversion(Object from, String to) {
        return new CelFault("type conversion error from '" + Values.typeName(from) + "' to '" + to + "'");
    }

    /// Nothing else of the object may be evaluated.
    public boolean isCostExceeded() {
        return equals(COST_EXCEEDED);
    }
}
