package io.fairlead.cli.start;

import io.fairlead.cli.program.RepositoryUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// The files that a repository starts with, by their path in it.
final class Starter {
    private static final int LABEL_MAX = 63;

    private Starter() {}

    /// @param name of the source, a DNS label
    /// @param person who may promote, a DNS label
    /// @param key with which he signs; without one, tags count unsigned
    record Facts(RepositoryUrl url, String branch, String name, String person, Optional<SigningKey> key) {}

    static SequencedMap<String, String> files(Facts facts) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("fairlead.yaml", source(facts));
        files.put("platform/namespaces.yaml", template("namespaces.yaml"));
        files.put("apps/hello/hello.yaml", template("hello.yaml"));
        files.put(
                "FAIRLEAD.md",
                template("FAIRLEAD.md").replace("@TAG@", facts.key().isPresent() ? "git tag -s" : "git tag -a"));
        return files;
    }

    private static String source(Facts facts) {
        String people = facts.key()
                .map(key -> "  people:\n  - id: " + facts.person() + "\n    # From " + key.place()
                        + "\n    sshKeys: [\"" + key.line() + "\"]\n")
                .orElse("""
                          # Whoever may push tags may promote. To ask for signatures, name people and their public keys, and set
                          # requireSignature: true and promoters: [me] below.
                          # people:
                          # - id: me
                          #   sshKeys: ["ssh-ed25519 AAAA…"]
                        """.indent(0));
        return template("fairlead.yaml")
                .replace("@PEOPLE@\n", people)
                .replace("@SIGNED@", Boolean.toString(facts.key().isPresent()))
                .replace("@PROMOTERS@", facts.key().isPresent() ? facts.person() : "")
                .replace("@NAME@", facts.name())
                .replace("@URL@", facts.url().text())
                .replace("@BRANCH@", facts.branch());
    }

    private static String template(String name) {
        try (InputStream in = Starter.class.getResourceAsStream("/io/fairlead/cli/start/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the program was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A text as a DNS label: `Jane Doe` becomes `jane-doe`.
    static String label(String text, String otherwise) {
        String label =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        if (label.isEmpty()) {
            return otherwise;
        }
        return label.length() <= LABEL_MAX
                ? label
                : label.substring(0, LABEL_MAX).replaceAll("-+$", "");
    }
}
