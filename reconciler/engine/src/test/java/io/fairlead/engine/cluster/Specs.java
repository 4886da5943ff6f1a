package io.fairlead.engine.cluster;

/// CloneSet specs for tests.
public final class Specs {
    public static final String IN_PLACE = "InPlaceIfPossible";
    public static final String IN_PLACE_ONLY = "InPlaceOnly";
    public static final String RECREATE = "ReCreate";

    private Specs() {}

    /// One container `app` with image `shop/web:1`, a label `app: web`, an annotation `note: one`.
    ///
    /// @param rolling further members of `rollingUpdate`, with a leading comma, or empty
    public static String of(int replicas, String policy, String rolling) {
        return """
            {'replicas': %d, 'selector': {'matchLabels': {'app': 'web'}},
             'template': {'metadata': {'labels': {'app': 'web', 'tier': 'front'}, 'annotations': {'note': 'one'}},
               'spec': {'initContainers': [{'name': 'init', 'image': 'shop/init:1'}],
                        'containers': [{'name': 'app', 'image': 'shop/web:1', 'env': [{'name': 'MODE', 'value': 'a'}]},
                                       {'name': 'side', 'image': 'shop/side:1'}]}},
             'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'podUpdatePolicy': '%s'%s}}}
            """.formatted(replicas, policy, rolling);
    }

    public static ToyCluster settled(int replicas, String policy, String rolling) {
        return new ToyCluster(of(replicas, policy, rolling)).settle();
    }
}
