package io.fairlead.simulator.cel;

/// What those who make values for expressions need.
public final class CelValues {
    private CelValues() {}

    /// CEL's `==`.
    public static boolean areEqual(Object left, Object right) {
        return Values.equal(left, right);
    }
}
