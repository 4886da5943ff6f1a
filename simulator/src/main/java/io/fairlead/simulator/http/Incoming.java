package io.fairlead.simulator.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// One request as it came over the wire, free of the network library's buffers.
///
/// @param path as it was sent, without the query
/// @param query unescaped; a parameter that is given twice keeps its last value
/// @param headers by lower-case name; several of one name are joined by commas
record Incoming(
        String method,
        String path,
        SequencedMap<String, String> query,
        SequencedMap<String, String> headers,
        byte[] body,
        boolean isKeptAlive) {
    private static final int QUERY_PARAMETERS_MAX = 256;

    static Incoming of(FullHttpRequest request) {
        QueryStringDecoder uri =
                new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, QUERY_PARAMETERS_MAX);
        SequencedMap<String, String> query = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> parameter : uri.parameters().entrySet()) {
            query.put(parameter.getKey(), parameter.getValue().getLast());
        }
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            headers.merge(header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + "," + b);
        }
        return new Incoming(
                request.method().name(),
                uri.rawPath(),
                query,
                headers,
                ByteBufUtil.getBytes(request.content()),
                HttpUtil.isKeepAlive(request));
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
