package io.fairlead.simulator.builtin;

import java.util.regex.Pattern;

/// IP addresses and networks, without asking any name server.
final class Addresses {
    private static final Pattern V4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:]*(\\d+\\.\\d+\\.\\d+\\.\\d+)?");
    private static final int V6_GROUPS = 8;

    private Addresses() {}

    static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    static boolean isV6(String text) {
        if (!V6.matcher(text).matches()) {
            return false;
        }
        int twice = text.indexOf("::");
        if (twice >= 0 && text.indexOf("::", twice + 1) >= 0) {
            return false;
        }
        int groups = 0;
        for (String group : text.split(":", -1)) {
            if (group.length() > 4 && group.indexOf('.') < 0) {
                return false;
            }
            groups += group.isEmpty() ? 0 : group.indexOf('.') < 0 ? 1 : 2;
        }
        return twice >= 0 ? groups < V6_GROUPS : groups == V6_GROUPS;
    }

    static boolean isAddress(String text) {
        return isV4(text) || isV6(text);
    }

    static void check(String text, FieldPath at, Findings findings) {
        if (!isAddress(text)) {
            findings.invalid(at, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        }
    }

    static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(text.substring(slash + 1));
        String address = text.substring(0, slash);
        return (isV4(address) && bits <= 32) || (isV6(address) && bits <= 128);
    }

    static void checkNetwork(String text, FieldPath at, Findings findings) {
        if (!isNetwork(text)) {
            findings.invalid(at, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }
    }
}
