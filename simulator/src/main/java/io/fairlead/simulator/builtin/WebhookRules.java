package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.fairlead.simulator.cel.CelEnvironment;
import io.fairlead.simulator.cel.CelProgram;
import io.fairlead.simulator.cel.CelRejection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Validation of one webhook of a configuration.
final class WebhookRules {
    private static final int TIMEOUT_MAX = 30;
    private static final int NAME_SEGMENTS_MIN = 3;
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final List<String> OPERATIONS = List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final String URL_FORM = "; desired format: https://host[/path]";

    private WebhookRules() {}

    static void check(JsonNode hook, FieldPath at, Findings findings) {
        name(Trees.text(hook, "name"), at.child("name"), findings);
        reviewVersions(hook.path("admissionReviewVersions"), at.child("admissionReviewVersions"), findings);
        for (int i = 0; i < hook.path("rules").size(); i++) {
            rule(hook.path("rules").get(i), at.child("rules").index(i), findings);
        }
        for (String selector : List.of("namespaceSelector", "objectSelector")) {
            SelectorRules.check(hook.path(selector), at.child(selector), findings);
        }
        findings.oneOfOrEmpty(at.child("failurePolicy"), Trees.text(hook, "failurePolicy"), List.of("Fail", "Ignore"));
        findings.oneOfOrEmpty(at.child("matchPolicy"), Trees.text(hook, "matchPolicy"), List.of("Equivalent", "Exact"));
        findings.oneOfOrEmpty(
                at.child("reinvocationPolicy"), Trees.text(hook, "reinvocationPolicy"), List.of("IfNeeded", "Never"));
        if (!Trees.has(hook, "sideEffects")) {
            findings.required(at.child("sideEffects"), "must specify one of None, NoneOnDryRun");
        } else {
            findings.oneOfOrEmpty(
                    at.child("sideEffects"), Trees.text(hook, "sideEffects"), List.of("None", "NoneOnDryRun"));
        }
        long timeout = Trees.number(hook, "timeoutSeconds");
        if (timeout < 1 || timeout > TIMEOUT_MAX) {
            findings.invalid(at.child("timeoutSeconds"), timeout, "the timeout value must be between 1 and 30 seconds");
        }
        client(hook.path("clientConfig"), at.child("clientConfig"), findings);
        conditions(hook.path("matchConditions"), at.child("matchConditions"), findings);
    }

    private static void name(String name, FieldPath at, Findings findings) {
        List<String> faults = Names.subdomain(name);
        if (name.isEmpty()) {
            findings.required(at, "");
        } else if (!faults.isEmpty()) {
            findings.invalidEach(at, name, faults);
        } else if (name.split("\\.", -1).length < NAME_SEGMENTS_MIN) {
            findings.invalid(at, name, "should be a domain with at least three segments separated by dots");
        }
    }

    private static void reviewVersions(JsonNode versions, FieldPath at, Findings findings) {
        String known = String.join(", ", REVIEW_VERSIONS);
        if (versions.isEmpty()) {
            findings.required(at, "must specify one of " + known);
        } else if (Trees.texts(versions).stream().noneMatch(REVIEW_VERSIONS::contains)) {
            findings.invalid(at, versions, "must include at least one of " + known);
        }
    }

    private static void rule(JsonNode rule, FieldPath at, Findings findings) {
        for (String field : List.of("operations", "apiGroups", "apiVersions", "resources")) {
            if (rule.path(field).isEmpty()) {
                findings.required(at.child(field), "");
            }
        }
        List<String> operations = Trees.texts(rule.path("operations"));
        for (int i = 0; i < operations.size(); i++) {
            findings.oneOf(at.child("operations").index(i), operations.get(i), OPERATIONS);
        }
        alone(rule, "operations", "operations", at, findings);
        alone(rule, "apiGroups", "API groups", at, findings);
        alone(rule, "apiVersions", "API versions", at, findings);
        List<String> resources = Trees.texts(rule.path("resources"));
        boolean hasOthers = resources.stream().anyMatch(each -> !each.equals("*") && !each.startsWith("*/"));
        if (resources.contains("*") && hasOthers) {
            findings.invalid(
                    at.child("resources"),
                    rule.path("resources"),
                    "if '*' is present, must not specify other resources without subresources");
        }
    }

    private static void alone(JsonNode rule, String field, String what, FieldPath at, Findings findings) {
        List<String> all = Trees.texts(rule.path(field));
        if (all.size() > 1 && all.contains("*")) {
            findings.invalid(at.child(field), rule.path(field), "if '*' is present, must not specify other " + what);
        }
    }

    private static void client(JsonNode client, FieldPath at, Findings findings) {
        boolean hasUrl = Trees.has(client, "url");
        if (hasUrl == Trees.has(client, "service")) {
            findings.required(at, "exactly one of url or service is required");
        } else if (hasUrl) {
            url(Trees.text(client, "url"), at.child("url"), findings);
        }
    }

    private static void url(String text, FieldPath at, Findings findings) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            findings.required(at, "url must be a valid URL: " + e.getMessage() + URL_FORM);
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("https")) {
            findings.invalid(at, scheme, "'https' is the only allowed URL scheme" + URL_FORM);
        }
        if (url.getRawAuthority() == null) {
            findings.invalid(at, "", "host must be specified" + URL_FORM);
        }
        if (url.getRawUserInfo() != null) {
            findings.invalid(at, url.getRawUserInfo(), "user information is not permitted in the URL");
        }
        if (url.getRawFragment() != null) {
            findings.invalid(at, url.getRawFragment(), "fragments are not permitted in the URL");
        }
        if (url.getRawQuery() != null) {
            findings.invalid(at, url.getRawQuery(), "query parameters are not permitted in the URL");
        }
    }

    private static void conditions(JsonNode conditions, FieldPath at, Findings findings) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            FieldPath place = at.index(i);
            expression(Trees.text(conditions.get(i), "expression").strip(), place.child("expression"), findings);
            String name = Trees.text(conditions.get(i), "name");
            if (name.isEmpty()) {
                findings.required(place.child("name"), "");
                continue;
            }
            findings.invalidEach(place.child("name"), name, Names.qualified(name));
            if (!names.add(name)) {
                findings.duplicate(place.child("name"), name);
            }
        }
    }

    private static void expression(String expression, FieldPath at, Findings findings) {
        if (expression.isEmpty()) {
            findings.required(at, "");
            return;
        }
        try {
            CelProgram program = CelEnvironment.untyped(List.of("object", "oldObject", "request"))
                    .compile(expression);
            if (!program.isBoolean()) {
                findings.invalid(at, expression, "must evaluate to bool but got " + program.resultType());
            }
        } catch (CelRejection e) {
            findings.invalid(at, expression, "compilation failed: " + e.getMessage());
        }
    }
}
