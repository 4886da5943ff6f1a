package io.fairlead.simulator.cel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An absolute URL or path, as Go's `url.ParseRequestURI` reads it.
public record Url(URI uri) {
    static Url parse(String text) throws CelFault {
        String problem = "URL parse error during conversion from string: parse \"" + text + "\": ";
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null && !text.startsWith("/")) {
                throw new CelFault(problem + "invalid URI for request");
            }
            return new Url(uri);
        } catch (URISyntaxException e) {
            throw new CelFault(problem + "invalid URI for request");
        }
    }

    String scheme() {
        return uri.getScheme() == null ? "" : uri.getScheme();
    }

    String host() {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    String hostname() {
        String host = uri.getHost() == null ? "" : uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    String port() {
        return uri.getPort() < 0 ? "" : String.valueOf(uri.getPort());
    }

    String escapedPath() {
        return uri.getRawPath() == null ? "" : uri.getRawPath();
    }

    Map<Object, Object> query() {
        Map<Object, Object> all = new LinkedHashMap<>();
        if (uri.getRawQuery() == null) {
            return all;
        }
        for (String pair : uri.getRawQuery().split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            @SuppressWarnings("unchecked")
            List<Object> values = (List<Object>) all.computeIfAbsent(name, _ -> new ArrayList<>());
            values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
