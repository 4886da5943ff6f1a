package io.fairlead.gitsync.git;

import java.security.PublicKey;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.jspecify.annotations.Nullable;

/// JGit keeps one static database of trusted signing keys. Ours trusts nobody, except the keys that came along with
/// the very call: two policies in one process cannot see each other's people.
final class KeysOfTheCall implements SigningKeyDatabase {
    /// Carries the keys of one call through JGit, which passes the configuration on untouched.
    static final class Trust extends GpgConfig {
        private final AllowedKeys allowed;

        Trust(AllowedKeys allowed) {
            super(new Config());
            this.allowed = allowed;
        }
    }

    @Override
    public boolean isRevoked(@Nullable Repository repository, GpgConfig config, PublicKey key) {
        return false;
    }

    @Override
    public @Nullable String isAllowed(
            @Nullable Repository repository,
            GpgConfig config,
            PublicKey key,
            String namespace,
            @Nullable PersonIdent claimed) {
        return config instanceof Trust trust ? trust.allowed.personOf(key).orElse(null) : null;
    }
}
