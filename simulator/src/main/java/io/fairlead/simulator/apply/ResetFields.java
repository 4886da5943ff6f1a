package io.fairlead.simulator.apply;

import io.fairlead.simulator.apply.FieldSet.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Fields that the API server takes from the stored object whatever a request says, and which a request therefore
/// neither changes nor owns: the `GetResetFields` of each kind's strategy.
final class ResetFields {
    private static final FieldSet SPEC = FieldSet.path("spec");
    private static final FieldSet STATUS = FieldSet.path("status");
    private static final FieldSet METADATA = FieldSet.path("metadata");
    private static final FieldSet SPEC_AND_METADATA = SPEC.union(METADATA);

    /// Kinds whose status takes more than the spec from the stored object.
    private static final Map<String, FieldSet> OF_STATUS = Map.ofEntries(
            Map.entry(
                    "v1/Pod",
                    SPEC.union(FieldSet.path("metadata", "deletionTimestamp"))
                            .union(FieldSet.path("metadata", "ownerReferences"))),
            Map.entry("apps/v1/Deployment", SPEC.union(FieldSet.path("metadata", "labels"))),
            Map.entry("resource.k8s.io/v1/ResourceClaim", SPEC_AND_METADATA),
            Map.entry("storage.k8s.io/v1/VolumeAttachment", SPEC_AND_METADATA),
            Map.entry("flowcontrol.apiserver.k8s.io/v1/FlowSchema", SPEC_AND_METADATA),
            Map.entry("flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration", SPEC_AND_METADATA),
            Map.entry("admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy", SPEC_AND_METADATA),
            Map.entry("apiextensions.k8s.io/v1/CustomResourceDefinition", SPEC_AND_METADATA),
            Map.entry(
                    "certificates.k8s.io/v1/CertificateSigningRequest",
                    SPEC.union(FieldSet.path("status", "conditions"))),
            Map.entry("networking.k8s.io/v1/ServiceCIDR", FieldSet.EMPTY));

    /// Below a container, what a resize may write.
    private static final List<String> RESIZED = List.of("resources", "resizePolicy");

    private ResetFields() {}

    /// @param hasStatus whether the kind has a status subresource
    static UnaryOperator<FieldSet> filter(String apiVersion, String kind, String subresource, boolean hasStatus) {
        String name = apiVersion + "/" + kind;
        if (name.equals("v1/Pod") && subresource.equals("resize")) {
            return ResetFields::resized;
        }
        if (name.equals("v1/Pod") && subresource.equals("ephemeralcontainers")) {
            return set -> only(set, List.of("spec", "ephemeralContainers"));
        }
        FieldSet reset = reset(name, subresource, hasStatus);
        return set -> set.recursiveDifference(reset);
    }

    private static FieldSet reset(String name, String subresource, boolean hasStatus) {
        return switch (subresource) {
            case "status" -> OF_STATUS.getOrDefault(name, SPEC);
            case "approval" -> SPEC.union(FieldSet.path("status", "certificate"));
            case "scale" -> FieldSet.EMPTY;
            default -> {
                boolean isSigningRequest = name.equals("certificates.k8s.io/v1/CertificateSigningRequest");
                boolean isRange = name.equals("networking.k8s.io/v1/ServiceCIDR");
                FieldSet reset = hasStatus && !isRange ? STATUS : FieldSet.EMPTY;
                yield isSigningRequest ? reset.union(SPEC) : reset;
            }
        };
    }

    private static FieldSet only(FieldSet set, List<String> path) {
        if (path.isEmpty()) {
            return set;
        }
        Element element = Element.field(path.getFirst());
        if (path.size() == 1) {
            return set.intersection(wrap(element, set.below(element), true));
        }
        return wrap(element, only(set.below(element), path.subList(1, path.size())), set.hasMember(element));
    }

    private static FieldSet resized(FieldSet set) {
        Element spec = Element.field("spec");
        FieldSet kept = FieldSet.EMPTY;
        for (String list : List.of("containers", "initContainers")) {
            Element field = Element.field(list);
            List<Branch> containers = new ArrayList<>();
            for (Branch container : set.below(spec).below(field).entries()) {
                FieldSet below = container.below() == null ? FieldSet.EMPTY : container.below();
                FieldSet resized = FieldSet.EMPTY;
                for (String name : RESIZED) {
                    resized = resized.union(only(below, List.of(name)));
                }
                if (!resized.isEmpty()) {
                    containers.add(new Branch(container.element(), container.isMember(), resized));
                }
            }
            kept = kept.union(
                    wrap(field, FieldSet.of(containers), set.below(spec).hasMember(field) && !containers.isEmpty()));
        }
        return wrap(spec, kept, false);
    }

    private static FieldSet wrap(Element element, FieldSet below, boolean isMember) {
        return below.isEmpty() && !isMember
                ? FieldSet.EMPTY
                : FieldSet.of(List.of(new Branch(element, isMember, below.isEmpty() ? null : below)));
    }
}
