package io.fairlead.gitsync.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.api.gitops.GitSource;
import io.fairlead.gitsync.git.Credentials;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.Outcome;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Reads what a source's Secret holds: `identity` and `known_hosts` for SSH, `bearerToken`, or `username` and
/// `password`.
final class GitCredentials {
    private static final ResourceType SECRET = new ResourceType("", "v1", "Secret", "secrets", true);

    private GitCredentials() {}

    sealed interface Answer {
        record Found(Credentials credentials) implements Answer {}

        record Missing(String why) implements Answer {}
    }

    static Answer of(Resources resources, GitSource source) {
        if (source.spec().secretName().isEmpty()) {
            return new Answer.Found(new Credentials.Anonymous());
        }
        String name = source.spec().secretName().get();
        String namespace = source.meta().namespace();
        if (!(resources.get(ObjectPath.of(SECRET, namespace, name)) instanceof Outcome.Applied(JsonNode secret))) {
            return new Answer.Missing("Secret " + namespace + "/" + name + " cannot be read: create it, or take"
                    + " spec.secretRef out of the source");
        }
        JsonNode data = secret.path("data");
        if (data.has("identity")) {
            return data.has("known_hosts")
                    ? new Answer.Found(new Credentials.SshKey(text(data, "identity"), text(data, "known_hosts")))
                    : new Answer.Missing("Secret " + namespace + "/" + name
                            + " has an identity but no known_hosts: add the host's key, ssh-keyscan prints it");
        }
        if (data.has("bearerToken")) {
            return new Answer.Found(
                    new Credentials.Bearer(text(data, "bearerToken").strip()));
        }
        if (data.has("username") && data.has("password")) {
            return new Answer.Found(new Credentials.Basic(
                    text(data, "username").strip(), text(data, "password").strip()));
        }
        return new Answer.Missing("Secret " + namespace + "/" + name
                + " holds neither identity and known_hosts, nor bearerToken, nor username and password");
    }

    private static String text(JsonNode data, String key) {
        try {
            return new String(Base64.getMimeDecoder().decode(data.path(key).asText()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
