package io.fairlead.api.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;

/// Writes numbers as a parser would make them.
public final class Numbers {
    private Numbers() {}

    /// A node that equals the one that parsing the same number gives. Jackson's nodes of 32 and of 64 bits never
    /// equal each other, so that a tree made by hand would differ from the same tree read back, and be written
    /// again and again.
    public static NumericNode node(long number) {
        boolean isInt = number == (int) number;
        return isInt ? JsonNodeFactory.instance.numberNode((int) number) : JsonNodeFactory.instance.numberNode(number);
    }
}
