package io.fairlead.simulator.apply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A `fieldsV1` that remembers the set that it was written from, so that stored objects need not be read again. A copy
/// of it is a plain node, so whoever changes a copy changes no set.
@SuppressWarnings("unchecked") // Of Jackson: ObjectNode narrows the type of deepCopy.
final class FieldsNode extends ObjectNode {
    private static final long serialVersionUID = 1;

    private final transient FieldSet set;
    private final boolean isMember;

    FieldsNode(FieldSet set, boolean isMember) {
        super(JsonNodeFactory.instance);
        this.set = set;
        this.isMember = isMember;
    }

    FieldSet set() {
        return set;
    }

    boolean isMember() {
        return isMember;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (other == this) {
            return true;
        }
        if (other instanceof FieldsNode node && node.isMember == isMember) {
            return set.equals(node.set);
        }
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
