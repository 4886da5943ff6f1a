package io.fairlead.simulator.builtin;

import java.util.ArrayList;
import java.util.List;

/// A unified diff of two texts with three lines of context, in the form of Go's difflib.
final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /// Longer texts are not compared: the table of their lines would be too large.
    private static final int LINES_MAX = 4_000;

    /// A run of lines: `a[from, to)` became `b[start, end)`.
    private record Change(int from, int to, int start, int end) {}

    private UnifiedDiff() {}

    static String of(String one, String other) {
        List<String> a = List.of(one.split("\n", -1));
        List<String> b = List.of(other.split("\n", -1));
        if (a.size() > LINES_MAX || b.size() > LINES_MAX) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        List<Change> group = new ArrayList<>();
        for (Change change : changes(a, b)) {
            if (!group.isEmpty() && change.from() - group.getLast().to() > 2 * CONTEXT) {
                hunk(out, group, a, b);
                group.clear();
            }
            group.add(change);
        }
        if (!group.isEmpty()) {
            hunk(out, group, a, b);
        }
        return out.toString();
    }

    private static void hunk(StringBuilder out, List<Change> group, List<String> a, List<String> b) {
        int before = Math.min(CONTEXT, group.getFirst().from());
        int after = Math.min(CONTEXT, a.size() - group.getLast().to());
        int from = group.getFirst().from() - before;
        int start = group.getFirst().start() - before;
        out.append("@@ -").append(range(from, group.getLast().to() + after));
        out.append(" +").append(range(start, group.getLast().end() + after)).append(" @@\n");
        int at = from;
        for (Change change : group) {
            lines(out, ' ', a.subList(at, change.from()));
            lines(out, '-', a.subList(change.from(), change.to()));
            lines(out, '+', b.subList(change.start(), change.end()));
            at = change.to();
        }
        lines(out, ' ', a.subList(at, at + after));
    }

    private static void lines(StringBuilder out, char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line).append('\n');
        }
    }

    private static String range(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return Integer.toString(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }

    // Longest common subsequence of the middle; equal ends are cut off first.
    private static List<Change> changes(List<String> a, List<String> b) {
        int head = 0;
        while (head < a.size() && head < b.size() && a.get(head).equals(b.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < a.size() - head
                && tail < b.size() - head
                && a.get(a.size() - 1 - tail).equals(b.get(b.size() - 1 - tail))) {
            tail++;
        }
        List<String> left = a.subList(head, a.size() - tail);
        List<String> right = b.subList(head, b.size() - tail);
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = left.get(i).equals(right.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return walk(left, right, common, head);
    }

    private static List<Change> walk(List<String> left, List<String> right, int[][] common, int head) {
        List<Change> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int from = i;
            int start = j;
            while (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                i++;
                j++;
                from = i;
                start = j;
            }
            while (i < left.size() || j < right.size()) {
                if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
                    break;
                }
                boolean isDropped = j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1]);
                if (isDropped) {
                    i++;
                } else {
                    j++;
                }
            }
            if (i > from || j > start) {
                changes.add(new Change(head + from, head + i, head + start, head + j));
            }
        }
        return changes;
    }
}
