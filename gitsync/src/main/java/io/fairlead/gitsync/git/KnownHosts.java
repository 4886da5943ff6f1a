package io.fairlead.gitsync.git;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/// The keys that SSH hosts may show, read from text in the format of `known_hosts` (patterns, hashed names and
/// `[host]:port` included). A host that is not listed is refused; nobody is asked and nothing is learnt (T-033,
/// GO-032).
final class KnownHosts implements ServerKeyDatabase {
    private record Entry(KnownHostEntry pattern, PublicKey key, boolean revoked) {}

    private final List<Entry> entries;
    private volatile boolean refusedOne;

    private KnownHosts(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /// Reads the lines; certificate authorities are passed over, since host certificates are not supported.
    ///
    /// @throws IOException if a line is neither blank, nor a comment, nor an entry
    static KnownHosts parse(String text) throws IOException {
        var entries = new ArrayList<Entry>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("@cert-authority")) {
                continue;
            }
            entries.add(entry(line));
        }
        return new KnownHosts(entries);
    }

    boolean refusedOne() {
        return refusedOne;
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remoteAddress, Configuration configuration) {
        return entries.stream()
                .filter(entry -> !entry.revoked() && matches(entry, connectAddress))
                .map(Entry::key)
                .toList();
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remoteAddress,
            PublicKey serverKey,
            Configuration configuration,
            @Nullable CredentialsProvider provider) {
        List<Entry> same = entries.stream()
                .filter(entry -> KeyUtils.compareKeys(entry.key(), serverKey))
                .toList();
        boolean revoked = same.stream().anyMatch(Entry::revoked);
        boolean known = same.stream().anyMatch(entry -> matches(entry, connectAddress));
        boolean accepted = known && !revoked;
        refusedOne |= !accepted;
        return accepted;
    }

    private static Entry entry(String line) throws IOException {
        try {
            KnownHostEntry pattern = KnownHostEntry.parseKnownHostEntry(line);
            PublicKey key = pattern.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
            return new Entry(pattern, key, "revoked".equals(pattern.getMarker()));
        } catch (GeneralSecurityException | RuntimeException malformed) {
            throw new IOException("a line of the known hosts cannot be read", malformed);
        }
    }

    /// @param address the host as named in the URL: `host`, `host:port` or `[host]:port`
    private static boolean matches(Entry entry, String address) {
        int colon = address.lastIndexOf(':');
        boolean hasPort = colon > 0 && address.substring(colon + 1).chars().allMatch(Character::isDigit);
        String host = hasPort ? address.substring(0, colon) : address;
        int port = hasPort ? Integer.parseInt(address.substring(colon + 1)) : 22;
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return entry.pattern().isHostMatch(bare, port);
    }
}
