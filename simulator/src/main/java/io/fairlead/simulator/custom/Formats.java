package io.fairlead.simulator.custom;

import com.google.re2j.Pattern;
import io.fairlead.simulator.cel.KubernetesDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// The values of `format` that kube-apiserver 1.35 checks on strings. Any other format is ignored.
final class Formats {
    private static final int SHORT_NAME_MAX = 63;
    private static final int LONG_NAME_MAX = 253;
    private static final int HOSTNAME_MAX = 255;
    private static final int SSN_LENGTH = 11;
    private static final String UUID_HEAD = "(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?";
    private static final String UUID_TAIL = "-?[0-9a-f]{12}$";
    private static final String VARIANT = "-?[89ab][0-9a-f]{3}";
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String BYTE = "(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])";

    private static final Pattern TIME =
            Pattern.compile("^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$");

    // Looked up by name only; never iterated.
    private static final Map<String, Predicate<String>> CHECKS = checks();

    private Formats() {}

    static boolean isChecked(String format) {
        return !format.isEmpty() && CHECKS.containsKey(normalised(format));
    }

    static boolean matches(String format, String value) {
        Predicate<String> check = CHECKS.get(normalised(format));
        return check == null || check.test(value);
    }

    private static String normalised(String format) {
        return format.replace("-", "");
    }

    private static Map<String, Predicate<String>> checks() {
        Map<String, Predicate<String>> all = new HashMap<>();
        all.put("bsonobjectid", pattern("^[0-9a-fA-F]{24}$"));
        all.put("uri", Formats::isRequestUri);
        all.put("email", pattern("^[^@\\s<>,;]+@[^@\\s<>,;]+$"));
        all.put("hostname", Formats::isHostname);
        all.put("ipv4", Addresses::isIpv4);
        all.put("ipv6", Addresses::isIpv6);
        all.put("cidr", Addresses::isCidr);
        all.put(
                "mac",
                pattern("^[0-9a-fA-F]{2}(([:-])[0-9a-fA-F]{2}){5}(([:-])[0-9a-fA-F]{2}){0,14}$"
                        + "|^[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2,9}$"));
        all.put("uuid", pattern(UUID_HEAD + "[0-9a-f]{4}-?[0-9a-f]{4}" + UUID_TAIL));
        all.put("uuid3", pattern(UUID_HEAD + "3[0-9a-f]{3}-?[0-9a-f]{4}" + UUID_TAIL));
        all.put("uuid4", pattern(UUID_HEAD + "4[0-9a-f]{3}" + VARIANT + UUID_TAIL));
        all.put("uuid5", pattern(UUID_HEAD + "5[0-9a-f]{3}" + VARIANT + UUID_TAIL));
        all.put("isbn", value -> isIsbn10(value) || isIsbn13(value));
        all.put("isbn10", Formats::isIsbn10);
        all.put("isbn13", Formats::isIsbn13);
        all.put("creditcard", Formats::isCreditCard);
        Predicate<String> ssn = pattern("^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}$");
        all.put("ssn", value -> value.length() == SSN_LENGTH && ssn.test(value));
        all.put("hexcolor", pattern("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"));
        all.put("rgbcolor", pattern("^rgb\\(\\s*" + BYTE + "\\s*,\\s*" + BYTE + "\\s*,\\s*" + BYTE + "\\s*\\)$"));
        all.put("byte", pattern("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"));
        all.put("password", value -> true);
        all.put("date", Formats::isDate);
        all.put("duration", value -> KubernetesDuration.parse(value).isPresent());
        all.put("datetime", Formats::isDateTime);
        Predicate<String> label = pattern("^" + LABEL + "$");
        all.put("k8sshortname", value -> value.length() <= SHORT_NAME_MAX && label.test(value));
        Predicate<String> name = pattern("^" + LABEL + "(\\." + LABEL + ")*$");
        all.put("k8slongname", value -> value.length() <= LONG_NAME_MAX && name.test(value));
        return Map.copyOf(all);
    }

    private static Predicate<String> pattern(String text) {
        Pattern pattern = Pattern.compile(text);
        return value -> pattern.matcher(value).find();
    }

    private static boolean isRequestUri(String value) {
        try {
            URI uri = new URI(value.replace(" ", "%20"));
            return value.startsWith("/") || (uri.getScheme() != null && !value.contains(" "));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isHostname(String value) {
        if (value.length() > HOSTNAME_MAX || !Holder.HOSTNAME.test(value)) {
            return false;
        }
        for (String part : value.split("\\.", -1)) {
            if (part.length() > SHORT_NAME_MAX) {
                return false;
            }
        }
        return true;
    }

    private static final class Holder {
        private static final String CHAR = "a-zA-Z0-9\\p{S}\\p{L}";
        static final Predicate<String> HOSTNAME = pattern("^([" + CHAR + "]((-?[" + CHAR + "]{0,62})?)|([" + CHAR
                + "](([" + CHAR + "-]{0,61}[" + CHAR + "])?)(\\.)){1,}([a-zA-Z\\p{L}]){2,63})$");
    }

    static boolean isDate(String value) {
        try {
            return value.length() == 10 && LocalDate.parse(value).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String value) {
        String[] parts = value.toLowerCase(Locale.ROOT).split("t", -1);
        if (parts.length < 2 || !isDate(parts[0]) || !TIME.matcher(parts[1]).find()) {
            return false;
        }
        String time = parts[1];
        return time.substring(0, 2).compareTo("23") <= 0
                && time.substring(3, 5).compareTo("59") <= 0
                && time.substring(6, 8).compareTo("59") <= 0;
    }

    private static boolean isIsbn10(String value) {
        String digits = value.replaceAll("[\\s-]+", "");
        if (!digits.matches("[0-9]{9}[0-9X]")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (i + 1) * (digits.charAt(i) - '0');
        }
        sum += 10 * (digits.charAt(9) == 'X' ? 10 : digits.charAt(9) - '0');
        return sum % 11 == 0;
    }

    private static boolean isIsbn13(String value) {
        String digits = value.replaceAll("[\\s-]+", "");
        if (!digits.matches("[0-9]{13}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * (digits.charAt(i) - '0');
        }
        return digits.charAt(12) - '0' == (10 - sum % 10) % 10;
    }

    private static boolean isCreditCard(String value) {
        String digits = value.replaceAll("[^0-9]+", "");
        if (!digits.matches("4[0-9]{12}([0-9]{3})?|5[1-5][0-9]{14}|6(011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}"
                + "|3(0[0-5]|[68][0-9])[0-9]{11}|(2131|1800|35[0-9]{3})[0-9]{11}")) {
            return false;
        }
        int sum = 0;
        boolean isDoubled = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = (digits.charAt(i) - '0') * (isDoubled ? 2 : 1);
            sum += digit >= 10 ? digit % 10 + 1 : digit;
            isDoubled = !isDoubled;
        }
        return sum % 10 == 0;
    }
}
