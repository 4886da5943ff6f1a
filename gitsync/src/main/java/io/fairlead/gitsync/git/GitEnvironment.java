package io.fairlead.gitsync.git;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// The one place where JGit's process-wide settings are made. JGit asks a static `SystemReader` for the
/// configuration of the user and of the machine and a static database for trusted signing keys; Fairlead gives it
/// empty ones, so that nothing on the machine (a proxy command, a hook path, an allowed signer) can change what a
/// repository means (T-029, T-012). With an empty user configuration JGit's SHA-1 is also the one that detects
/// collisions (T-024).
final class GitEnvironment {
    private static final AtomicBoolean ISOLATED = new AtomicBoolean();

    private GitEnvironment() {}

    /// Makes the settings once; later calls do nothing.
    static void isolate() {
        if (ISOLATED.compareAndSet(false, true)) {
            SystemReader.setInstance(new IsolatedReader(SystemReader.getInstance()));
            SigningKeyDatabase.setInstance(new KeysOfTheCall());
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

    /// A configuration without a file: never read, never written. The one thing that it says is how coarse the time
    /// stamps of files may be. JGit would find that out by writing probe files for seconds, into the mirror
    /// and into a repository behind a file:// URL; the coarsest that any file system has is always right.
    private static final class EmptyConfig extends FileBasedConfig {
        private static final Duration COARSEST_TIMESTAMP = Duration.ofSeconds(2);

        @SuppressWarnings("NullAway") // the file is only looked at by the methods below
        EmptyConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long defaultValue, TimeUnit unit) {
            return ConfigConstants.CONFIG_FILESYSTEM_SECTION.equals(section)
                    ? unit.convert(COARSEST_TIMESTAMP)
                    : super.getTimeUnit(section, subsection, name, defaultValue, unit);
        }

        @Override
        public void load() {
            // there is nothing to read
        }

        @Override
        public void save() {
            // nothing is kept
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
