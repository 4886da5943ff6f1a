package io.fairlead.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.Crds;
import io.fairlead.cli.doctor.Finding.State;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.ContentType;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.kube.KubeApi;
import io.fairlead.kube.ObjectPath;
import io.fairlead.kube.ResourceType;
import io.fairlead.kube.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether the cluster answers, what it lets us do, and whether it is prepared.
///
/// @param name what people call the cluster by: the kubeconfig
/// @param isNamed it was asked for: a cluster that only happens to be configured may be out of reach
record ClusterChecks(KubeApi api, Time time, String name, boolean isNamed) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Beyond the first, ages and progress deadlines are off; beyond the second, tags expire visibly early or late.
    private static final Duration SKEW_WARN = Duration.ofSeconds(5);

    private static final Duration SKEW_FAIL = Duration.ofMinutes(5);
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String SELF = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final int DENIED_MAX = 8;

    List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        Finding version = version();
        all.add(version);
        if (version.state() == State.OK) {
            all.add(clock());
            all.add(rights("rights", Right.needed(), State.FAIL));
            Finding definitions = definitions();
            all.add(definitions);
            if (definitions.state() != State.OK) {
                all.add(rights("rights to install", Right.neededToInstall(), State.FAIL));
            }
        }
        return all;
    }

    Finding version() {
        ApiResponse response = get("/version");
        if (response.isSuccess()) {
            return Finding.ok(
                    "cluster",
                    name + ": Kubernetes " + response.body().path("gitVersion").asText("of unknown version"));
        }
        String found = name + " does not answer: " + response.message();
        String[] mend = {
            "kubectl " + (name.startsWith("/") ? "--kubeconfig " + name + " " : "") + "get --raw /version",
            "'fairlead run' and 'fairlead demo' need no cluster: they bring their own"
        };
        return isNamed ? Finding.fail("cluster", found, mend) : Finding.warn("cluster", found, mend);
    }

    /// By the time that the server writes into an object that it does not store.
    Finding clock() {
        Instant before = time.now();
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        ApiResponse response = post(SELF, review);
        Optional<Instant> there = instant(response.body().at("/metadata/creationTimestamp"));
        if (there.isEmpty()) {
            return Finding.warn(
                    "clock", "the server does not tell its time here", "compare 'date -u' on both machines");
        }
        // The server's time has no fractions of a second.
        Instant from = before.minusSeconds(1);
        Instant to = time.now();
        Duration skew = there.get().isBefore(from)
                ? Duration.between(there.get(), from)
                : there.get().isAfter(to) ? Duration.between(to, there.get()) : Duration.ZERO;
        String found = skew.isZero()
                ? "as the cluster's"
                : skew.toSeconds() + " s " + (there.get().isBefore(from) ? "before" : "behind") + " the cluster's";
        if (skew.compareTo(SKEW_FAIL) >= 0) {
            return Finding.fail("clock", found, "set the clocks by NTP: timedatectl set-ntp true");
        }
        return skew.compareTo(SKEW_WARN) >= 0
                ? Finding.warn("clock", found, "set the clocks by NTP: timedatectl set-ntp true")
                : Finding.ok("clock", found);
    }

    private static Optional<Instant> instant(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Finding rights(String check, List<Right> rights, State ifDenied) {
        List<String> denied = new ArrayList<>();
        for (Right right : rights) {
            ApiResponse response = post(REVIEWS, right.review());
            JsonNode allowed = response.body().at("/status/allowed");
            if (!response.isSuccess() || !allowed.isBoolean()) {
                return Finding.warn(
                        check,
                        "the server does not say what is allowed: " + response.message(),
                        "kubectl auth can-i --list");
            }
            if (!allowed.asBoolean()) {
                denied.add(right.text());
            }
        }
        if (denied.isEmpty()) {
            return Finding.ok(check, "all " + rights.size() + " that are needed");
        }
        String more = denied.size() > DENIED_MAX ? " and " + (denied.size() - DENIED_MAX) + " more" : "";
        return new Finding(
                check,
                ifDenied,
                "not allowed: " + String.join(", ", denied.subList(0, Math.min(denied.size(), DENIED_MAX))) + more,
                List.of(
                        "ask for a ClusterRole with these; kubectl auth can-i --list shows what you have",
                        "kubectl create clusterrolebinding fairlead --clusterrole=cluster-admin --user=<you>"));
    }

    Finding definitions() {
        List<String> missing = new ArrayList<>();
        for (String each : Crds.names()) {
            ApiResponse response = get(ObjectPath.of(ResourceType.CUSTOM_RESOURCE_DEFINITION, "", each)
                    .path());
            if (response.status() == 404) {
                missing.add(each);
            } else if (!response.isSuccess()) {
                return Finding.warn(
                        "definitions",
                        "cannot be read: " + response.message(),
                        "kubectl get customresourcedefinitions");
            }
        }
        return missing.isEmpty()
                ? Finding.ok("definitions", "all " + Crds.names().size() + " are installed")
                : Finding.warn(
                        "definitions",
                        "not installed: " + String.join(", ", missing),
                        "fairlead reconciler --install" + (name.startsWith("/") ? " --kubeconfig " + name : ""));
    }

    private ApiResponse get(String path) {
        return api.call(request(Verb.GET, path, null));
    }

    private ApiResponse post(String path, JsonNode body) {
        return api.call(request(Verb.POST, path, body));
    }

    private static ApiRequest request(Verb verb, String path, @Nullable JsonNode body) {
        return new ApiRequest(verb, path, new LinkedHashMap<>(), ContentType.JSON, body, PATIENCE);
    }
}
