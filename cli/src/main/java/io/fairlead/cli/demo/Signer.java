package io.fairlead.cli.demo;

import io.fairlead.cli.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// An SSH key made for the demo.
///
/// @param role what its owner does
record Signer(String role, Path privateKey, String publicKey) {
    /// Makes a key with `ssh-keygen`.
    static Signer create(Path folder, String role) {
        Path key = folder.resolve(role);
        Program.run(
                folder,
                Map.of(),
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", role, "-f", key.toString()));
        try {
            return new Signer(
                    role, key, Files.readString(folder.resolve(role + ".pub")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
