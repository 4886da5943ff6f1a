package io.fairlead.simulator.http;

import io.fairlead.simulator.wire.ApiCall;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Who is who, by bearer token.
public final class Tokens {
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_BYTES = 24;

    private final SequencedMap<String, ApiCall.User> users;

    /// @param users by token
    public Tokens(SequencedMap<String, ApiCall.User> users) {
        this.users = new LinkedHashMap<>(users);
    }

    /// One token, for the administrator.
    public static Tokens admin(String token) {
        SequencedMap<String, ApiCall.User> users = new LinkedHashMap<>();
        users.put(token, ApiCall.User.ADMIN);
        return new Tokens(users);
    }

    /// A token that nobody can guess.
    public static String random() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Optional<ApiCall.User> find(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        for (Map.Entry<String, ApiCall.User> each : users.entrySet()) {
            // In a time that does not tell how much of a guess is right.
            if (MessageDigest.isEqual(given, each.getKey().getBytes(StandardCharsets.UTF_8))) {
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }
}
