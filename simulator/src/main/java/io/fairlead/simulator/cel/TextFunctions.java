package io.fairlead.simulator.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.fairlead.simulator.wire.GoText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Functions on strings: the standard ones, cel-go's `strings` extension (version 2), Kubernetes' regex library.
/// Positions count code points.
final class TextFunctions {
    private static final int PATTERNS_MAX = 1_000;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    // Looked up by name only; never iterated in an order that matters.
    static final Map<String, Functions.Body> ALL = all();

    private TextFunctions() {}

    static Functions.Body body(String name) {
        Functions.Body body = ALL.get(name);
        if (body == null) {
            throw new IllegalArgumentException(name);
        }
        return body;
    }

    private static Map<String, Functions.Body> all() {
        Map<String, Functions.Body> all = new HashMap<>();
        all.put("startsWith", a -> ((String) a[0]).startsWith((String) a[1]));
        all.put("endsWith", a -> ((String) a[0]).endsWith((String) a[1]));
        all.put("contains", a -> ((String) a[0]).contains((String) a[1]));
        all.put("matches", a -> pattern((String) a[1]).matcher((String) a[0]).find());
        all.put("find", TextFunctions::find);
        all.put("findAll", TextFunctions::findAll);
        all.put("charAt", TextFunctions::charAt);
        all.put("indexOf", TextFunctions::indexOf);
        all.put("lastIndexOf", TextFunctions::lastIndexOf);
        all.put("lowerAscii", a -> mapped((String) a[0], 'A', 'Z', 'a' - 'A'));
        all.put("upperAscii", a -> mapped((String) a[0], 'a', 'z', 'A' - 'a'));
        all.put("trim", a -> ((String) a[0]).strip());
        all.put("replace", TextFunctions::replace);
        all.put("split", TextFunctions::split);
        all.put("join", TextFunctions::join);
        all.put("substring", TextFunctions::substring);
        all.put("reverse", a -> new StringBuilder((String) a[0]).reverse().toString());
        all.put("strings.quote", a -> GoText.quoted((String) a[0]));
        return Map.copyOf(all);
    }

    static Pattern pattern(String text) throws CelFault {
        Pattern known = PATTERNS.get(text);
        if (known != null) {
            return known;
        }
        try {
            Pattern compiled = Pattern.compile(text);
            if (PATTERNS.size() < PATTERNS_MAX) {
                PATTERNS.put(text, compiled);
            }
            return compiled;
        } catch (PatternSyntaxException e) {
            throw new CelFault(String.valueOf(e.getMessage()));
        }
    }

    private static Object find(Object[] a) throws CelFault {
        var matcher = pattern((String) a[1]).matcher((String) a[0]);
        return matcher.find() ? matcher.group() : "";
    }

    private static Object findAll(Object[] a) throws CelFault {
        long max = a.length > 2 ? (Long) a[2] : -1;
        List<Object> found = new ArrayList<>();
        var matcher = pattern((String) a[1]).matcher((String) a[0]);
        while ((max < 0 || found.size() < max) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static CelFault outOfRange(long index) {
        return new CelFault("index out of range: " + index);
    }

    private static Object charAt(Object[] a) throws CelFault {
        String text = (String) a[0];
        long index = (Long) a[1];
        if (index < 0 || index > length(text)) {
            throw outOfRange(index);
        }
        return index == length(text)
                ? ""
                : Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) index)));
    }

    private static Object substring(Object[] a) throws CelFault {
        String text = (String) a[0];
        long start = (Long) a[1];
        long end = a.length > 2 ? (Long) a[2] : length(text);
        if (start < 0 || start > length(text)) {
            throw outOfRange(start);
        }
        if (end < 0 || end > length(text)) {
            throw outOfRange(end);
        }
        if (start > end) {
            throw new CelFault("invalid substring range. start: " + start + ", end: " + end);
        }
        return text.substring(text.offsetByCodePoints(0, (int) start), text.offsetByCodePoints(0, (int) end));
    }

    private static Object indexOf(Object[] a) throws CelFault {
        String text = (String) a[0];
        long start = a.length > 2 ? (Long) a[2] : 0;
        if (((String) a[1]).isEmpty()) {
            return start;
        }
        if (start < 0) {
            throw outOfRange(start);
        }
        if (start >= length(text)) {
            return -1L;
        }
        int found = text.indexOf((String) a[1], text.offsetByCodePoints(0, (int) start));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object lastIndexOf(Object[] a) throws CelFault {
        String text = (String) a[0];
        String part = (String) a[1];
        long from = a.length > 2 ? (Long) a[2] : length(text);
        if (from < 0) {
            throw outOfRange(from);
        }
        if (part.isEmpty()) {
            return from;
        }
        int found = text.lastIndexOf(part, text.offsetByCodePoints(0, (int) Math.min(from, length(text))));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static String mapped(String text, char from, char to, int shift) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (c >= from && c <= to) {
                out.setCharAt(i, (char) (c + shift));
            }
        }
        return out.toString();
    }

    private static Object replace(Object[] a) {
        String text = (String) a[0];
        String part = (String) a[1];
        String by = (String) a[2];
        long max = a.length > 3 ? (Long) a[3] : -1;
        if (max < 0) {
            return text.replace(part, by);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (long i = 0; i < max; i++) {
            int found = part.isEmpty() ? at : text.indexOf(part, at);
            if (found < 0 || (part.isEmpty() && at > text.length())) {
                break;
            }
            out.append(text, at, found).append(by);
            at = found + part.length();
            if (part.isEmpty() && at < text.length()) {
                out.append(text.charAt(at++));
            }
        }
        return out.append(text, Math.min(at, text.length()), text.length()).toString();
    }

    private static Object split(Object[] a) {
        String text = (String) a[0];
        String separator = (String) a[1];
        long max = a.length > 2 ? (Long) a[2] : -1;
        List<Object> parts = new ArrayList<>();
        if (max == 0) {
            return parts;
        }
        int at = 0;
        while (max < 0 || parts.size() < max - 1) {
            int found = separator.isEmpty()
                    ? (at < text.length() ? text.offsetByCodePoints(at, 1) : -1)
                    : text.indexOf(separator, at);
            if (found < 0 || (separator.isEmpty() && found == text.length())) {
                break;
            }
            parts.add(text.substring(at, found));
            at = found + separator.length();
        }
        if (!separator.isEmpty() || at < text.length()) {
            parts.add(text.substring(at));
        }
        return parts;
    }

    private static Object join(Object[] a) throws CelFault {
        StringBuilder out = new StringBuilder();
        boolean isFirst = true;
        for (Object part : (List<?>) a[0]) {
            if (!(part instanceof String text)) {
                throw CelFault.NO_SUCH_OVERLOAD;
            }
            out.append(isFirst || a.length < 2 ? "" : (String) a[1]).append(text);
            isFirst = false;
        }
        return out.toString();
    }
}
