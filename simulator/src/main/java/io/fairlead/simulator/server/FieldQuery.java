package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A `fieldSelector` parameter. Which fields may be asked for depends on the kind.
///
/// @param terms all must hold
record FieldQuery(List<Term> terms) {
    static final FieldQuery ALL = new FieldQuery(List.of());

    private static final Set<String> COMMON = Set.of("metadata.name", "metadata.namespace");

    /// Beyond [#COMMON], by `plural` or `plural.group` (kubernetes 1.35, `pkg/apis/…/conversion.go`).
    private static final Map<String, Set<String>> BUILTIN = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            "nodes",
            Set.of("spec.unschedulable"),
            "namespaces",
            Set.of("status.phase"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"),
            "replicationcontrollers",
            Set.of("status.replicas"),
            "jobs.batch",
            Set.of("status.successful"),
            "certificatesigningrequests.certificates.k8s.io",
            Set.of("spec.signerName"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"));

    /// @param path the steps to the value
    record Term(String field, List<String> path, String value, boolean isNegated) {
        boolean matches(JsonNode object) {
            return read(object).equals(value) != isNegated;
        }

        private String read(JsonNode object) {
            JsonNode node = object;
            for (String step : path) {
                node = node.path(step);
            }
            String text = node.asText("");
            return switch (field) {
                case "spec.hostNetwork", "spec.unschedulable" -> text.isEmpty() ? "false" : text;
                case "status.podIPs" -> object.path("status").path("podIP").asText("");
                case "source" -> source(object);
                case "status.successful" ->
                    object.path("status").path("succeeded").asText("0");
                case "status.replicas" -> text.isEmpty() ? "0" : text;
                default -> text;
            };
        }

        private static String source(JsonNode event) {
            String component = event.path("source").path("component").asText("");
            return component.isEmpty() ? event.path("reportingComponent").asText("") : component;
        }
    }

    /// @throws StatusException 400 as the real server words it
    static FieldQuery parse(String text, Registration kind) {
        if (text.isEmpty()) {
            return ALL;
        }
        List<String> parts = split(text);
        parts.sort(null);
        List<Term> terms = new ArrayList<>();
        for (String part : parts) {
            if (!part.isEmpty()) {
                terms.add(term(text, part, kind));
            }
        }
        return new FieldQuery(List.copyOf(terms));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Term term(String whole, String part, Registration kind) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            throw StatusException.badRequest("invalid selector: '" + whole + "'; can't understand '" + part + "'");
        }
        boolean isNegated = equals > 0 && part.charAt(equals - 1) == '!';
        String field = part.substring(0, isNegated ? equals - 1 : equals);
        boolean isDouble = !isNegated && part.startsWith("==", equals);
        String value = unescape(part.substring(equals + (isDouble ? 2 : 1)));
        check(field, kind);
        return new Term(field, List.of(field.split("\\.")), value, isNegated);
    }

    private static String unescape(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length() && "\\,=".indexOf(value.charAt(i + 1)) >= 0) {
                plain.append(value.charAt(++i));
            } else if (c == '\\') {
                String sequence = i + 1 < value.length() ? value.substring(i, i + 2) : "\\";
                throw StatusException.badRequest("invalid field selector: invalid escape sequence: " + sequence);
            } else if (c == '=') {
                throw StatusException.badRequest("invalid field selector: unescaped character in value: =");
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static void check(String field, Registration kind) {
        Set<String> own = BUILTIN.get(kind.resource());
        if (kind.isCustom()) {
            if (!COMMON.contains(field) && !kind.selectableFields().contains(field)) {
                throw StatusException.badRequest("field label not supported: " + field);
            }
        } else if (own == null) {
            if (!COMMON.contains(field)) {
                throw StatusException.badRequest("\"" + field
                        + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
            }
        } else if (!own.contains(field) && !isCommon(field, kind)) {
            throw StatusException.badRequest(
                    kind.resource().equals("jobs.batch")
                            ? "field label \"" + field + "\" not supported for Job"
                            : "field label not supported: " + field);
        }
    }

    private static boolean isCommon(String field, Registration kind) {
        return kind.served().type().isNamespaced() ? COMMON.contains(field) : field.equals("metadata.name");
    }

    boolean matches(JsonNode object) {
        for (Term term : terms) {
            if (!term.matches(object)) {
                return false;
            }
        }
        return true;
    }

    /// The name that the objects must have, or nothing.
    String name() {
        for (Term term : terms) {
            if (term.field().equals("metadata.name") && !term.isNegated()) {
                return term.value();
            }
        }
        return "";
    }
}
