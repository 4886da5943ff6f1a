package io.fairlead.simulator.custom;

/// IP addresses and networks, as Go's `net` reads them (leading zeros tolerated in IPv4, as kube-apiserver does).
final class Addresses {
    private static final int IPV4_PARTS = 4;
    private static final int IPV6_PARTS = 8;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;

    private Addresses() {}

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.contains(":")) {
            return text.contains(".") && isIpv6(text);
        }
        if (parts.length != IPV4_PARTS) {
            return false;
        }
        for (String part : parts) {
            if (!isNumber(part, 255)) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv6(String text) {
        if (!text.contains(":")) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_PARTS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_PARTS;
    }

    // How many 16-bit groups a text has; -1 if it is malformed.
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].contains(".")) {
                if (!mayEndInIpv4 || i != parts.length - 1 || !isIpv4(parts[i])) {
                    return -1;
                }
                count += 2;
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                count++;
            } else {
                return -1;
            }
        }
        return count;
    }

    static boolean isCidr(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String address = text.substring(0, slash);
        boolean isSix = isIpv6(address);
        return (isSix || isIpv4(address)) && isNumber(text.substring(slash + 1), isSix ? IPV6_BITS : IPV4_BITS);
    }

    private static boolean isNumber(String text, int max) {
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= max;
    }
}
