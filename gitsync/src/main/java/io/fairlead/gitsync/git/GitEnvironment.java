package io.fairlead.gitsync.git;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The one place where JGit's process-wide settings are made. JGit asks a static `SystemReader` for the
/// configuration
/// of
/// the user and of the machine and a static database for trusted signing keys; Fairlead gives it empty ones, so
/// that
/// nothing on the machine (a proxy command, a hook path, an allowed signer) can change what a repository means
/// (T-029, T-012). With an empty user configuration JGit's SHA-1 is also the one that detects collisions (T-024).
final class GitEnvironment {
    private static final AtomicBoolean ISOLATED = new AtomicBoolean();

    private GitEnvironment() {}

    /// Makes the settings once; later calls do nothing.
    static void isolate() {
        if (ISOLATED.compareAndSet(false, true)) {
            SystemReader.setInstance(new IsolatedReader(SystemReader.getInstance()));
            SigningKeyDatabase.setInstance(new KeysOfTheCall());
            FS.FileStoreAttributes.setBackground(true);
        }
    }

    /// Reads the clock, the host name and the properties of the JVM, and no configuration and no environment.
    private static final class IsolatedReader extends SystemReader.Delegate {
        IsolatedReader(SystemReader delegate) {
            super(delegate);
        }

        @Override
        public @Nullable String getenv(String variable) {
            return null;
        }

        @Override
        public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }
    }

    /// A configuration without a file: never read, never written.
    private static final class EmptyConfig extends FileBasedConfig {
        @SuppressWarnings("NullAway") // the file is only looked at by the three methods below
        EmptyConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // there is nothing to read
        }

        @Override
        public void save() {
            // what JGit measures about the file system is kept in memory only
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
