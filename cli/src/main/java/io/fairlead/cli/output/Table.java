package io.fairlead.cli.output;

import io.fairlead.api.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Rows under headings, in columns as wide as they have to be; the last one ends as it ends. Cells are made plain: what
/// strangers wrote cannot move the cursor.
public final class Table {
    /// A longer cell is cut.
    public static final int CELL_CHARS_MAX = 1_000;

    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();
    private final String empty;

    /// @param empty what is said instead of a table without rows
    public Table(String empty, List<String> headings) {
        this.empty = empty;
        rows.add(List.copyOf(headings));
    }

    public Table row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + rows.getFirst());
        }
        rows.add(
                Stream.of(cells).map(cell -> PlainText.of(cell, CELL_CHARS_MAX)).toList());
        return this;
    }

    public String text() {
        if (rows.size() == 1) {
            return empty + "\n";
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i));
                if (i + 1 < columns) {
                    line.repeat(' ', widths[i] - row.get(i).length()).append(GAP);
                }
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
