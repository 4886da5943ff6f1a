package io.fairlead.cli;

import picocli.CommandLine.IVersionProvider;

/// `fairlead --version`: the program's version and the Java that runs it.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "fairlead " + (version == null ? "development build" : version), "Java " + Runtime.version()
        };
    }
}
