package io.fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// An API server that does not answer at the start.
class UnreachableClusterTest {
    @TempDir
    Path folder;

    @Test
    void theReconcilerSaysSoAndEndsWith69() throws IOException {
        Path kubeconfig =
                Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: gone
                  cluster: {server: "https://127.0.0.1:PORT", insecure-skip-tls-verify: true}
                users:
                - name: gone
                  user: {token: nobody}
                contexts:
                - name: gone
                  context: {cluster: gone, user: gone}
                current-context: gone
                """.replace("PORT", Integer.toString(freePort())));
        StringWriter err = new StringWriter();
        CommandLine line = Fairlead.commandLine().setErr(new PrintWriter(err));
        assertThat(line.execute("reconciler", "--kubeconfig", kubeconfig.toString()))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("fairlead-system").contains("ConnectException");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
