package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;

/// The query parameters of writes (`CreateOptions`, `UpdateOptions`, `PatchOptions`).
///
/// @param fieldManager as asked for, else from the user agent
/// @param fieldValidation as asked for; empty for nothing
record WriteOptions(
        boolean isDryRun,
        String fieldManager,
        boolean hasFieldManager,
        Validation validation,
        String fieldValidation,
        boolean isForced) {
    /// What becomes of fields that the kind does not know.
    enum Validation {
        IGNORE,
        WARN,
        STRICT
    }

    private static final int MANAGER_MAX = 128;
    private static final String APPLY = "application/apply-patch+yaml";

    /// @throws StatusException 422 for values that there are none of
    static WriteOptions of(ApiCall call) {
        List<FieldError> errors = new ArrayList<>();
        boolean isApply = call.verb() == Verb.PATCH && call.contentType().equals(APPLY);
        String manager = call.query("fieldManager");
        String force = call.query("force");
        if (call.verb() == Verb.PATCH) {
            if (isApply && manager.isEmpty()) {
                errors.add(
                        new FieldError(FieldError.Type.REQUIRED, "fieldManager", null, "is required for apply patch"));
            }
            if (!isApply && !force.isEmpty()) {
                errors.add(new FieldError(
                        FieldError.Type.FORBIDDEN, "force", null, "may not be specified for non-apply patch"));
            }
        }
        if (manager.length() > MANAGER_MAX) {
            errors.add(
                    new FieldError(FieldError.Type.TOO_LONG, "fieldManager", null, "may not be more than 128 bytes"));
        }
        String dryRun = call.query("dryRun");
        if (!dryRun.isEmpty() && !dryRun.equals("All")) {
            errors.add(new FieldError(
                    FieldError.Type.NOT_SUPPORTED, "dryRun", "[\"" + dryRun + "\"]", "supported values: \"All\""));
        }
        Validation validation = validation(call.query("fieldValidation"), errors);
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", kind(call), "", errors);
        }
        return new WriteOptions(
                dryRun.equals("All"),
                manager.isEmpty() ? fromUserAgent(call.header("user-agent")) : manager,
                !manager.isEmpty(),
                validation,
                call.query("fieldValidation"),
                force.equals("true") || force.equals("1"));
    }

    private static Validation validation(String text, List<FieldError> errors) {
        return switch (text) {
            case "", "Warn" -> Validation.WARN;
            case "Ignore" -> Validation.IGNORE;
            case "Strict" -> Validation.STRICT;
            default -> {
                errors.add(new FieldError(
                        FieldError.Type.NOT_SUPPORTED,
                        "fieldValidation",
                        "\"" + text + "\"",
                        "supported values: \"\", \"Ignore\", \"Strict\", \"Warn\""));
                yield Validation.WARN;
            }
        };
    }

    private static String kind(ApiCall call) {
        return switch (call.verb()) {
            case POST -> "CreateOptions";
            case PUT -> "UpdateOptions";
            case PATCH -> "PatchOptions";
            case DELETE -> "DeleteOptions";
            case GET -> "GetOptions";
        };
    }

    /// What stands before the first slash, without what cannot be printed.
    private static String fromUserAgent(String agent) {
        int slash = agent.indexOf('/');
        StringBuilder text = new StringBuilder();
        String head = slash < 0 ? agent : agent.substring(0, slash);
        for (int i = 0; i < head.length() && text.length() < MANAGER_MAX; i++) {
            char c = head.charAt(i);
            if (!Character.isISOControl(c)) {
                text.append(c);
            }
        }
        return text.isEmpty() ? "unknown" : text.toString();
    }

    /// As an admission review shows them.
    ObjectNode document(String operation) {
        ObjectNode options = Trees.object();
        String kind = switch (operation) {
            case "CREATE" -> "CreateOptions";
            default -> "UpdateOptions";
        };
        options.put("kind", kind).put("apiVersion", "meta.k8s.io/v1");
        if (isDryRun) {
            options.putArray("dryRun").add("All");
        }
        if (hasFieldManager) {
            options.put("fieldManager", fieldManager);
        }
        if (!fieldValidation.isEmpty()) {
            options.put("fieldValidation", fieldValidation);
        }
        return options;
    }
}
