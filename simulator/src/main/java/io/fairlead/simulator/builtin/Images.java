package io.fairlead.simulator.builtin;

import java.util.regex.Pattern;

/// Names of images, as far as the default of `imagePullPolicy` depends on them.
final class Images {
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:[A-Za-z0-9.\\-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*"
                    + "(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*(:[\\w][\\w.-]{0,127})?(@[a-z0-9+._-]+:[0-9a-fA-F]{32,})?");

    private Images() {}

    /// Whether it means the tag `latest`: said so, or neither a tag nor a digest. False for what is no image name.
    static boolean isLatest(String image) {
        int slash = image.lastIndexOf('/');
        int colon = image.lastIndexOf(':');
        boolean isPlainTag = colon > slash && image.indexOf('@') < 0;
        if (isPlainTag && !image.endsWith(":latest")) {
            return false;
        }
        var parts = REFERENCE.matcher(image);
        if (!parts.matches()) {
            return false;
        }
        String tag = parts.group(1);
        return tag == null ? parts.group(2) == null : tag.equals(":latest");
    }
}
