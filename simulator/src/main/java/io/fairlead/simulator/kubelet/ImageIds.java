package io.fairlead.simulator.kubelet;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The registry of the embedded cluster: which content an image reference names. `a/web:1` and `b/web:1` are one
/// content under two names, as after a copy from registry to registry; a digest in the reference names it outright.
final class ImageIds {
    private static final String DIGEST = "@sha256:";
    private static final HexFormat HEX = HexFormat.of();
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int WORDS = 4;

    private ImageIds() {}

    /// As a kubelet reports it: `web@sha256:…`.
    static String of(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        int digest = last.indexOf(DIGEST);
        String named = digest < 0 ? last : last.substring(0, digest);
        int colon = named.indexOf(':');
        String name = colon < 0 ? named : named.substring(0, colon);
        return name + (digest < 0 ? DIGEST + hash(named) : last.substring(digest));
    }

    /// 64 hexadecimal digits that depend on the whole text (FNV-1a, drawn out).
    private static String hash(String text) {
        long hash = FNV_START;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            digits.append(HEX.toHexDigits(hash));
            hash = (hash ^ (i + 1)) * FNV_PRIME;
        }
        return digits.toString();
    }
}
