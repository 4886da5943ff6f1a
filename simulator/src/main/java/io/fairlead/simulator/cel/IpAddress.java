package io.fairlead.simulator.cel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/// An IP address without a zone.
public record IpAddress(InetAddress address) {
    static Optional<IpAddress> find(String text) {
        boolean isFour = text.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
        if (!isFour && !text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            // An IPv4 address in IPv6 form is refused by Kubernetes.
            return address instanceof Inet4Address && !isFour ? Optional.empty() : Optional.of(new IpAddress(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static IpAddress parse(String text) throws CelFault {
        return find(text)
                .orElseThrow(() -> new CelFault("IP Address \"" + text
                        + "\" parse error during conversion from string: ParseAddr(\"" + text
                        + "\"): unable to parse IP"));
    }

    long family() {
        return address instanceof Inet4Address ? 4 : 6;
    }

    boolean isGlobalUnicast() {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress();
    }

    /// RFC 5952: lower case, the longest run of zeros shortened.
    @Override
    public String toString() {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                boolean isFirst = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(isFirst ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
