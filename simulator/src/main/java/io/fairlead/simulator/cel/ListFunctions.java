package io.fairlead.simulator.cel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Functions on lists: Kubernetes' own, cel-go's `sets`, and of its `lists` extension those that need no macro.
final class ListFunctions {
    private static final int RANGE_MAX = 1_000_000;

    // Looked up by name only; never iterated in an order that matters.
    static final Map<String, Functions.Body> ALL = all();

    private ListFunctions() {}

    static Functions.Body body(String name) {
        Functions.Body body = ALL.get(name);
        if (body == null) {
            throw new IllegalArgumentException(name);
        }
        return body;
    }

    private static Map<String, Functions.Body> all() {
        Map<String, Functions.Body> all = new HashMap<>();
        all.put("isSorted", ListFunctions::isSorted);
        all.put("sum", ListFunctions::sum);
        all.put("min", a -> extreme((List<?>) a[0], "min", -1));
        all.put("max", a -> extreme((List<?>) a[0], "max", 1));
        all.put("indexOf", a -> indexOf((List<?>) a[0], a[1]));
        all.put("lastIndexOf", a -> lastIndexOf((List<?>) a[0], a[1]));
        all.put("reverse", a -> List.copyOf(((List<?>) a[0]).reversed()));
        all.put("slice", ListFunctions::slice);
        all.put("distinct", a -> distinct((List<?>) a[0]));
        all.put("flatten", ListFunctions::flatten);
        all.put("sort", a -> sorted((List<?>) a[0]));
        all.put("lists.range", a -> range((Long) a[0]));
        all.put("sets.contains", a -> containsAll((List<?>) a[0], (List<?>) a[1]));
        all.put("sets.intersects", a -> intersects((List<?>) a[0], (List<?>) a[1]));
        all.put(
                "sets.equivalent",
                a -> containsAll((List<?>) a[0], (List<?>) a[1]) && containsAll((List<?>) a[1], (List<?>) a[0]));
        return Map.copyOf(all);
    }

    private static int order(Object left, Object right) throws CelFault {
        OptionalInt order = Values.compare(left, right);
        return order.orElse(0);
    }

    private static Object isSorted(Object[] a) throws CelFault {
        Object before = null;
        for (Object each : (List<?>) a[0]) {
            if (before != null && order(before, each) > 0) {
                return false;
            }
            before = each;
        }
        return true;
    }

    // dev.cel's checker knows the item type; an empty list of doubles and one of ints sum up to equal zeros.
    private static Object sum(Object[] a) throws CelFault {
        Object sum = null;
        for (Object each : (List<?>) a[0]) {
            sum = sum == null ? each : Operators.add(sum, each);
        }
        return sum == null ? 0L : sum;
    }

    private static Object extreme(List<?> list, String name, int sign) throws CelFault {
        Object best = null;
        for (Object each : list) {
            best = best == null || order(each, best) * sign > 0 ? each : best;
        }
        if (best == null) {
            throw new CelFault(name + " called on empty list");
        }
        return best;
    }

    private static Object indexOf(List<?> list, Object item) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), item)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static Object lastIndexOf(List<?> list, Object item) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Values.equal(list.get(i), item)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static Object slice(Object[] a) throws CelFault {
        List<?> list = (List<?>) a[0];
        long start = (Long) a[1];
        long end = (Long) a[2];
        if (start < 0 || end < 0) {
            throw new CelFault("cannot slice(" + start + ", " + end + "), negative indexes not supported");
        }
        if (start > end) {
            throw new CelFault(
                    "cannot slice(" + start + ", " + end + "), start index must be less than or equal to end index");
        }
        if (end > list.size()) {
            throw new CelFault("cannot slice(" + start + ", " + end + "), list is length " + list.size());
        }
        return new ArrayList<>(list.subList((int) start, (int) end));
    }

    private static Object distinct(List<?> list) {
        List<Object> found = new ArrayList<>();
        for (Object each : list) {
            if (indexOf(found, each).equals(-1L)) {
                found.add(each);
            }
        }
        return found;
    }

    private static Object flatten(Object[] a) {
        List<Object> all = new ArrayList<>();
        flatten((List<?>) a[0], a.length > 1 ? (Long) a[1] : 1, all);
        return all;
    }

    private static void flatten(List<?> list, long depth, List<Object> into) {
        for (Object each : list) {
            if (each instanceof List<?> inner && depth > 0) {
                flatten(inner, depth - 1, into);
            } else {
                into.add(each);
            }
        }
    }

    private static Object sorted(List<?> list) throws CelFault {
        List<Object> all = new ArrayList<>();
        for (Object each : list) {
            int at = all.size();
            while (at > 0 && order(all.get(at - 1), each) > 0) {
                at--;
            }
            all.add(at, each);
        }
        return all;
    }

    private static Object range(long end) throws CelFault {
        if (end > RANGE_MAX) {
            throw new CelFault("range too long: " + end);
        }
        List<Object> all = new ArrayList<>();
        for (long i = 0; i < end; i++) {
            all.add(i);
        }
        return all;
    }

    private static boolean containsAll(List<?> list, List<?> items) {
        for (Object item : items) {
            if (indexOf(list, item).equals(-1L)) {
                return false;
            }
        }
        return true;
    }

    private static boolean intersects(List<?> list, List<?> items) {
        for (Object item : items) {
            if (!indexOf(list, item).equals(-1L)) {
                return true;
            }
        }
        return false;
    }
}
