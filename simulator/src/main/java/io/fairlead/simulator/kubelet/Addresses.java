package io.fairlead.simulator.kubelet;

/// Addresses that depend on nothing but names, so that they are the same in every run.
final class Addresses {
    private static final int OCTET = 0xff;

    private Addresses() {}

    static String ofPod(String uid) {
        return "10." + octets(uid);
    }

    static String ofNode(String node) {
        return "172." + octets(node);
    }

    private static String octets(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return ((hash >>> 16) & OCTET) + "." + ((hash >>> 8) & OCTET) + "." + (hash & OCTET);
    }
}
