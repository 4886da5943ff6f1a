package io.fairlead.simulator.server;

import io.fairlead.simulator.server.Authorizer.Attributes;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Asks the authorizer, and acts on impersonation headers.
final class Authorization {
    private Authorization() {}

    /// @return the call as the user that it is made for
    /// @throws StatusException 403
    static ApiCall check(Model model, ApiCall call, Route route, String verb) {
        ApiCall asUser = impersonated(model, call);
        Attributes attributes = new Attributes(
                verb, route.group(), route.plural(), route.subresource(), route.namespace(), route.name());
        Optional<String> denial = model.authorizer.denial(asUser.user(), attributes);
        if (denial.isPresent()) {
            throw forbidden(asUser.user(), attributes, denial.get());
        }
        return asUser;
    }

    private static ApiCall impersonated(Model model, ApiCall call) {
        String name = call.header("impersonate-user");
        if (name.isEmpty()) {
            return call;
        }
        boolean isServiceAccount = name.startsWith("system:serviceaccount:");
        String resource = isServiceAccount ? "serviceaccounts" : "users";
        String[] parts = name.split(":");
        boolean isNamed = isServiceAccount && parts.length == 4;
        Attributes attributes =
                new Attributes("impersonate", "", resource, "", isNamed ? parts[2] : "", isNamed ? parts[3] : name);
        Optional<String> denial = model.authorizer.denial(call.user(), attributes);
        if (denial.isPresent()) {
            throw forbidden(call.user(), attributes, denial.get());
        }
        List<String> groups = Stream.of(call.header("impersonate-group").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        Stream<String> own = groups.isEmpty() && isNamed
                ? Stream.of("system:serviceaccounts", "system:serviceaccounts:" + parts[2])
                : groups.stream();
        ApiCall.User user = new ApiCall.User(
                name,
                Stream.concat(own, Stream.of("system:authenticated")).distinct().toList());
        return new ApiCall(call.verb(), call.path(), call.query(), call.headers(), call.body(), user);
    }

    private static StatusException forbidden(ApiCall.User user, Attributes asked, String why) {
        String resource =
                asked.subresource().isEmpty() ? asked.resource() : asked.resource() + "/" + asked.subresource();
        String scope =
                asked.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + asked.namespace() + "\"";
        String text = "User \"" + user.name() + "\" cannot " + asked.verb() + " resource \"" + resource
                + "\" in API group \"" + asked.group() + "\" " + scope;
        return Refusals.forbidden(
                asked.group(), asked.resource(), asked.name(), why.isEmpty() ? text : text + ": " + why);
    }
}
