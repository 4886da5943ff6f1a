package io.fairlead.simulator.apply;

import io.fairlead.simulator.apply.FieldSet.Branch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operations on two field sets, each one pass over both.
@SuppressWarnings("ReferenceEquality") // Operands that come back unchanged are recognised by being the same.
final class Join {
    private Join() {}

    static FieldSet union(FieldSet left, FieldSet right) {
        List<Branch> a = left.entries();
        List<Branch> b = right.entries();
        List<Branch> out = new ArrayList<>(a.size() + b.size());
        boolean isLeft = true;
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            int order = order(a, i, b, j);
            if (order < 0) {
                out.add(a.get(i++));
            } else if (order > 0) {
                out.add(b.get(j++));
                isLeft = false;
            } else {
                Branch both = union(a.get(i), b.get(j));
                isLeft &= both == a.get(i);
                out.add(both);
                i++;
                j++;
            }
        }
        return isLeft ? left : FieldSet.of(out);
    }

    private static Branch union(Branch left, Branch right) {
        FieldSet below = left.below();
        if (right.below() != null) {
            below = below == null ? right.below() : below.union(right.below());
        }
        boolean isMember = left.isMember() || right.isMember();
        return below == left.below() && isMember == left.isMember()
                ? left
                : new Branch(left.element(), isMember, below);
    }

    static FieldSet intersection(FieldSet left, FieldSet right) {
        List<Branch> a = left.entries();
        List<Branch> b = right.entries();
        List<Branch> out = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            int order = order(a, i, b, j);
            if (order < 0) {
                i++;
            } else if (order > 0) {
                j++;
            } else {
                FieldSet mine = a.get(i).below();
                FieldSet others = b.get(j).below();
                FieldSet below = mine == null || others == null ? FieldSet.EMPTY : mine.intersection(others);
                add(out, a.get(i), a.get(i).isMember() && b.get(j).isMember(), below);
                i++;
                j++;
            }
        }
        return FieldSet.of(out);
    }

    static FieldSet difference(FieldSet left, FieldSet right, boolean isRecursive) {
        List<Branch> a = left.entries();
        List<Branch> b = right.entries();
        List<Branch> out = new ArrayList<>(a.size());
        boolean isLeft = true;
        int j = 0;
        for (int i = 0; i < a.size(); i++) {
            Branch entry = a.get(i);
            while (j < b.size() && order(a, i, b, j) > 0) {
                j++;
            }
            if (j == b.size() || order(a, i, b, j) < 0) {
                out.add(entry);
                continue;
            }
            Branch other = b.get(j);
            FieldSet below = entry.below();
            if (below != null && isRecursive && other.isMember()) {
                below = null;
            } else if (below != null && other.below() != null) {
                below = isRecursive ? below.recursiveDifference(other.below()) : below.difference(other.below());
            }
            boolean isMember = entry.isMember() && !other.isMember();
            if (below == entry.below() && isMember == entry.isMember()) {
                out.add(entry);
            } else {
                isLeft = false;
                add(out, entry, isMember, below == null ? FieldSet.EMPTY : below);
            }
        }
        return isLeft ? left : FieldSet.of(out);
    }

    private static void add(List<Branch> out, Branch like, boolean isMember, FieldSet below) {
        if (isMember || !below.isEmpty()) {
            out.add(new Branch(like.element(), isMember, orNull(below)));
        }
    }

    private static @Nullable FieldSet orNull(FieldSet set) {
        return set.isEmpty() ? null : set;
    }

    private static int order(List<Branch> a, int i, List<Branch> b, int j) {
        if (i == a.size()) {
            return 1;
        }
        return j == b.size() ? -1 : a.get(i).element().compareTo(b.get(j).element());
    }
}
