package io.fairlead.simulator.cel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// A network: an address and how many of its bits count.
public record Cidr(IpAddress address, int bits) {
    static Optional<Cidr> find(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.find(text.substring(0, slash))
                .filter(ip -> bits <= ip.address().getAddress().length * Byte.SIZE)
                .map(ip -> new Cidr(ip, bits));
    }

    static Cidr parse(String text) throws CelFault {
        String problem = "network address parse error during conversion from string: ";
        return find(text)
                .orElseThrow(() -> new CelFault(problem + problem + "netip.ParsePrefix(\"" + text + "\"): "
                        + (text.contains("/") ? "unable to parse IP" : "no '/'")));
    }

    private byte[] masked(byte[] bytes) {
        byte[] masked = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - i * Byte.SIZE, 0, Byte.SIZE);
            masked[i] = (byte) (bytes[i] & (0xff00 >> kept));
        }
        return masked;
    }

    Cidr masked() {
        try {
            return new Cidr(
                    new IpAddress(
                            InetAddress.getByAddress(masked(address.address().getAddress()))),
                    bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the length is that of an address", e);
        }
    }

    boolean contains(IpAddress ip) {
        byte[] mine = address.address().getAddress();
        byte[] other = ip.address().getAddress();
        return mine.length == other.length && Arrays.equals(masked(mine), masked(other));
    }

    boolean contains(Cidr other) {
        return other.bits >= bits && contains(other.address);
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
