package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.simulator.builtin.BuiltinKind;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes objects of the bodies of requests, and of what patches leave.
final class Bodies {
    private static final String ACCEPTED = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private static final String ACCEPTED_CUSTOM = "application/json, application/yaml";
    /// Where the real server's scheme was made; it says so.
    private static final String SCHEME = "in scheme \"pkg/runtime/scheme.go:111\"";

    private static final String MANAGED_FIELDS = "managedFields";

    private Bodies() {}

    /// The body of a create or update.
    ///
    /// @param live what is to be replaced, as it is stored; null for a create
    /// @throws StatusException 415 or 400
    static ObjectNode decode(Request request, @Nullable ObjectNode live, KindRegistry kinds) {
        Registration kind = request.kind();
        String type = request.call().contentType();
        if (!type.isEmpty() && !type.equals("application/json") && !type.equals("application/yaml")) {
            throw Refusals.unsupportedMediaType(kind.isCustom() ? ACCEPTED_CUSTOM : ACCEPTED);
        }
        if (!(request.call().body() instanceof ObjectNode body)) {
            throw StatusException.badRequest("the object provided is unrecognized (must be of type " + kind.kind()
                    + "): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)");
        }
        ObjectNode typed = typed(kind, body, kinds);
        BuiltinKind.Decoded decoded = live == null ? kind.rules().decode(typed) : decodeChanged(request, live, typed);
        judge(request, decoded.strictErrors(), StatusException::badRequest, handledAs(kind));
        return decoded.object();
    }

    private static String handledAs(Registration kind) {
        return kind.kind() + " in version \"" + kind.served().type().version() + "\" cannot be handled as a "
                + kind.kind() + ": ";
    }

    /// What a patch made of an object.
    ///
    /// @param odd what strict decoding minds about the patch
    /// @throws StatusException 422 that shows the whole object, as the real server does
    static ObjectNode decodePatched(
            Request request, ObjectNode live, ObjectNode patched, List<String> odd, KindRegistry kinds) {
        Registration kind = request.kind();
        if (!Trees.text(patched, "kind").equals(kind.kind())
                || !Trees.text(patched, "apiVersion").equals(kind.apiVersion())) {
            throw badPatch(patched, kind.isCustom(), noSuchKind(patched, kinds, kind));
        }
        BuiltinKind.Decoded decoded;
        try {
            decoded = decodeChanged(request, live, patched);
        } catch (StatusException e) {
            if (e.code() != 400) {
                throw e;
            }
            String prefix = handledAs(kind);
            String why = String.valueOf(e.getMessage());
            throw badPatch(patched, kind.isCustom(), why.startsWith(prefix) ? why.substring(prefix.length()) : why);
        }
        List<String> strictErrors = new ArrayList<>(odd);
        strictErrors.addAll(decoded.strictErrors());
        judge(request, strictErrors, why -> badPatch(patched, kind.isCustom(), why), "");
        return decoded.object();
    }

    /// Through the door of the status, the spec is taken from the stored object later on. Neither it nor the list of
    /// managers is read again where it did not change: that would be most of the cost of a status write.
    private static BuiltinKind.Decoded decodeChanged(Request request, ObjectNode live, ObjectNode patched) {
        BuiltinKind rules = request.kind().rules();
        JsonNode spec = live.get("spec");
        boolean isSame = request.subresource().equals("status")
                && !request.kind().isCustom()
                && spec != null
                && spec.equals(patched.get("spec"));
        if (!isSame) {
            return rules.decode(patched);
        }
        JsonNode managers = Trees.metadata(live).get(MANAGED_FIELDS);
        boolean hasSameManagers =
                managers != null && managers.equals(patched.path("metadata").get(MANAGED_FIELDS));
        ObjectNode changed = Trees.withOwnMetadata(patched);
        changed.remove("spec");
        if (hasSameManagers) {
            Trees.metadata(changed).remove(MANAGED_FIELDS);
        }
        BuiltinKind.Decoded decoded = rules.decode(changed);
        decoded.object().set("spec", spec);
        if (hasSameManagers) {
            Trees.metadata(decoded.object()).set(MANAGED_FIELDS, managers);
        }
        return decoded;
    }

    /// What a strategic merge patch made of an object.
    ///
    /// @throws StatusException 422 that shows the patch
    static ObjectNode decodeMerged(Request request, ObjectNode live, ObjectNode patched) {
        JsonNode patch = request.call().body();
        try {
            BuiltinKind.Decoded decoded = decodeChanged(request, live, patched);
            judge(
                    request,
                    decoded.strictErrors(),
                    why -> anonymousInvalid(
                            new FieldError(FieldError.Type.INVALID, "patch", quoted(GoPrint.of(patch)), why)),
                    "");
            return decoded.object();
        } catch (StatusException e) {
            if (e.code() != 400) {
                throw e;
            }
            String why = GoPrint.conversionDefect(String.valueOf(e.getMessage()));
            throw anonymousInvalid(new FieldError(FieldError.Type.INVALID, "patch", quoted(GoPrint.of(patch)), why));
        }
    }

    /// What a server-side apply left: nothing in it is unknown.
    static ObjectNode decodeApplied(Request request, ObjectNode applied) {
        return request.kind().rules().decode(applied).object();
    }

    private interface Refusal {
        StatusException because(String message);
    }

    private static void judge(Request request, List<String> strictErrors, Refusal refusal, String prefix) {
        if (strictErrors.isEmpty()) {
            return;
        }
        switch (request.options().validation()) {
            case IGNORE -> {}
            case WARN -> request.warnings().addAll(strictErrors);
            case STRICT -> throw refusal.because(prefix + "strict decoding error: " + String.join(", ", strictErrors));
        }
    }

    /// @param isCustom objects of custom kinds are maps all the way down, whose keys are printed in order
    static StatusException badPatch(ObjectNode patched, boolean isCustom, String why) {
        FieldError error = new FieldError(
                FieldError.Type.INVALID, "patch", quoted(isCustom ? allSorted(patched) : sorted(patched)), why);
        return anonymousInvalid(error);
    }

    /// 422 without a kind or a name.
    static StatusException anonymousInvalid(FieldError error) {
        ObjectNode details = Trees.object();
        details.putArray("causes")
                .addObject()
                .put("reason", error.type().reason())
                .put("message", error.body())
                .put("field", error.field());
        return StatusException.of(422, "Invalid", " \"\" is invalid: " + error, details);
    }

    /// The fields of the object by name, as the real server's patching leaves them.
    private static ObjectNode sorted(ObjectNode object) {
        TreeMap<String, JsonNode> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            fields.put(field.getKey(), field.getValue());
        }
        ObjectNode copy = Trees.object();
        copy.setAll(fields);
        return copy;
    }

    private static JsonNode allSorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = sorted(object);
            object.properties().forEach(each -> copy.set(each.getKey(), allSorted(each.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(each -> copy.add(allSorted(each)));
            return copy;
        }
        return node;
    }

    /// A text as Go's `%q` prints it, as far as JSON and Go agree.
    static String quoted(Object text) {
        return JsonNodeFactory.instance.textNode(text.toString()).toString();
    }

    private static String noSuchKind(ObjectNode object, KindRegistry kinds, Registration kind) {
        String apiVersion = Trees.text(object, "apiVersion");
        String name = Trees.text(object, "kind");
        if (kinds.knows(apiVersion, name)) {
            return "converting (" + goName(apiVersion, name) + ") to (" + internalName(kind) + "): unknown conversion";
        }
        return "no kind \"" + name + "\" is registered for version \"" + apiVersion + "\" " + SCHEME;
    }

    private static String goName(String apiVersion, String name) {
        return apiVersion.substring(apiVersion.indexOf('/') + 1) + "." + name;
    }

    private static String internalName(Registration kind) {
        String group = kind.group().isEmpty() ? "core" : kind.group();
        int dot = group.indexOf('.');
        return (dot < 0 ? group : group.substring(0, dot)) + "." + kind.kind();
    }

    /// The body with kind and version, which a body for a built-in kind may leave out.
    private static ObjectNode typed(Registration kind, ObjectNode body, KindRegistry kinds) {
        String name = Trees.text(body, "kind");
        String apiVersion = Trees.text(body, "apiVersion");
        if (name.equals(kind.kind()) && apiVersion.equals(kind.apiVersion())) {
            return body;
        }
        if (kind.isCustom()) {
            throw wrongCustomType(kind, body, name, apiVersion);
        }
        ObjectNode typed = Trees.object();
        typed.put("kind", name.isEmpty() ? kind.kind() : name);
        typed.put("apiVersion", apiVersion.isEmpty() ? kind.apiVersion() : apiVersion);
        body.properties().forEach(field -> typed.putIfAbsent(field.getKey(), field.getValue()));
        boolean isOtherKind = !name.isEmpty() && !name.equals(kind.kind());
        boolean isOtherVersion = !apiVersion.isEmpty() && !apiVersion.equals(kind.apiVersion());
        if (isOtherKind || isOtherVersion) {
            String version = Trees.text(typed, "apiVersion");
            throw StatusException.badRequest(Trees.text(typed, "kind") + " in version \""
                    + version.substring(version.indexOf('/') + 1) + "\" cannot be handled as a " + kind.kind() + ": "
                    + noSuchKind(typed, kinds, kind));
        }
        return typed;
    }

    private static StatusException wrongCustomType(Registration kind, ObjectNode body, String name, String apiVersion) {
        if (name.isEmpty()) {
            return StatusException.badRequest("the object provided is unrecognized (must be of type " + kind.kind()
                    + "): Object 'Kind' is missing in '" + body + "' (" + body + ")");
        }
        if (!apiVersion.equals(kind.apiVersion())) {
            return StatusException.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + kind.apiVersion() + ")");
        }
        FieldError error = new FieldError(FieldError.Type.INVALID, "kind", quoted(name), "must be " + kind.kind());
        return StatusException.invalid(kind.group(), name, Metadata.name(body), List.of(error));
    }
}
