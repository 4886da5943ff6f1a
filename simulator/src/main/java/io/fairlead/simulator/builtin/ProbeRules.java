package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Validation of a container's probes and lifecycle hooks.
final class ProbeRules {
    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> COUNTS =
            List.of("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");
    private static final String GRACE = "terminationGracePeriodSeconds";

    private final long graceSeconds;
    private final Findings findings;

    /// @param graceSeconds the pod's `terminationGracePeriodSeconds`
    ProbeRules(long graceSeconds, Findings findings) {
        this.graceSeconds = graceSeconds;
        this.findings = findings;
    }

    void check(JsonNode container, FieldPath at) {
        JsonNode lifecycle = container.path("lifecycle");
        for (String hook : List.of("postStart", "preStop")) {
            if (Trees.has(lifecycle, hook)) {
                handler(lifecycle.get(hook), at.child("lifecycle", hook));
            }
        }
        for (String name : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (Trees.has(container, name)) {
                probe(container.get(name), name.equals("readinessProbe"), at.child(name));
            }
        }
    }

    private void probe(JsonNode probe, boolean isReadiness, FieldPath at) {
        handler(probe, at);
        for (String count : COUNTS) {
            findings.nonNegative(at.child(count), probe.path(count));
        }
        JsonNode grace = probe.path(GRACE);
        if (grace.isNumber() && grace.longValue() <= 0) {
            findings.invalid(at.child(GRACE), grace, "must be greater than 0");
        }
        if (isReadiness) {
            if (grace.isNumber()) {
                findings.invalid(at.child(GRACE), grace, "must not be set for readinessProbes");
            }
        } else if (Trees.number(probe, "successThreshold") != 1) {
            findings.invalid(at.child("successThreshold"), Trees.number(probe, "successThreshold"), "must be 1");
        }
    }

    private void handler(JsonNode handler, FieldPath at) {
        boolean isFound = false;
        for (String name : HANDLERS) {
            if (!Trees.has(handler, name)) {
                continue;
            }
            if (isFound) {
                findings.forbidden(at.child(name), "may not specify more than 1 handler type");
            } else {
                isFound = true;
                action(name, handler.get(name), at.child(name));
            }
        }
        if (!isFound) {
            findings.required(at, "must specify a handler type");
        }
    }

    private void action(String name, JsonNode action, FieldPath at) {
        switch (name) {
            case "exec" -> {
                if (action.path("command").isEmpty()) {
                    findings.required(at.child("command"), "");
                }
            }
            case "httpGet" -> http(action, at);
            case "sleep" -> {
                long seconds = Trees.number(action, "seconds");
                if (seconds < 0 || seconds > graceSeconds) {
                    findings.invalid(
                            at,
                            seconds,
                            "must be non-negative and less than terminationGracePeriodSeconds (" + graceSeconds + ")");
                }
            }
            default -> port(action.path("port"), at.child("port"), findings);
        }
    }

    private void http(JsonNode action, FieldPath at) {
        if (Trees.text(action, "path").isEmpty()) {
            findings.required(at.child("path"), "");
        }
        port(action.path("port"), at.child("port"), findings);
        String scheme = Trees.text(action, "scheme");
        if (!List.of("HTTP", "HTTPS").contains(scheme)) {
            findings.notSupported(at.child("scheme"), scheme, List.of("HTTP", "HTTPS"));
        }
        for (JsonNode header : action.path("httpHeaders")) {
            String name = Trees.text(header, "name");
            findings.invalidEach(at.child("httpHeaders"), name, Names.headerName(name));
        }
    }

    /// A port's number or name.
    static void port(JsonNode port, FieldPath at, Findings findings) {
        if (port.isTextual()) {
            findings.invalidEach(at, port.textValue(), Names.portName(port.textValue()));
        } else {
            findings.invalidEach(at, port.longValue(), Names.portNumber(port.longValue()));
        }
    }
}
