package io.fairlead.api.testing;

import java.nio.file.Path;
import java.util.List;

/// The command lines of the programs of a cluster.
final class Commands {
    private Commands() {}

    static List<String> etcd(Path assets, Path folder, String clients, String peers) {
        return List.of(
                assets.resolve("etcd").toString(),
                "--data-dir=" + folder.resolve("etcd-data"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    static List<String> apiServer(Path assets, Path folder, String etcd, int port) {
        return List.of(
                assets.resolve("kube-apiserver").toString(),
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--service-account-key-file=" + folder.resolve(ClusterFiles.PUBLIC_KEY),
                "--service-account-signing-key-file=" + folder.resolve(ClusterFiles.PRIVATE_KEY),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--token-auth-file=" + folder.resolve(ClusterFiles.TOKENS),
                "--authorization-mode=Node,RBAC",
                "--allow-privileged=true",
                "--audit-policy-file=" + folder.resolve(ClusterFiles.AUDIT_POLICY),
                "--audit-log-path=" + folder.resolve(ClusterFiles.AUDIT_LOG),
                "--audit-log-mode=blocking",
                // No kubelet and no controller would ever lift what these two plug-ins demand.
                "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition");
    }

    static List<String> controllers(Path assets, Path folder) {
        return List.of(
                assets.resolve("kube-controller-manager").toString(),
                "--kubeconfig=" + folder.resolve(ClusterFiles.KUBECONFIG),
                "--leader-elect=false",
                "--secure-port=0",
                "--controllers=garbagecollector,namespace,serviceaccount",
                "--service-account-private-key-file=" + folder.resolve(ClusterFiles.PRIVATE_KEY));
    }

    static List<String> kubelets(Path assets, Path folder, RealCluster.Options options) {
        return List.of(
                assets.resolve("kubeletsim").toString(),
                "-kubeconfig",
                folder.resolve(ClusterFiles.KUBECONFIG).toString(),
                "-nodes",
                Integer.toString(options.nodes()),
                "-pull",
                options.pull().toMillis() + "ms");
    }
}
