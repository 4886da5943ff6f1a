package io.fairlead.engine.inplace;

/// Image names as runtimes write them out: `nginx` is `docker.io/library/nginx:latest`.
final class ImageName {
    private ImageName() {}

    static boolean isSame(String left, String right) {
        return full(left).equals(full(right));
    }

    private static String full(String image) {
        String name = image;
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!hasRegistry) {
            name = "docker.io/" + (slash < 0 ? "library/" : "") + name;
        }
        // A colon before the last slash is a registry's port, not a tag.
        boolean hasTag = name.indexOf(':', name.lastIndexOf('/')) >= 0 || name.indexOf('@') >= 0;
        return hasTag ? name : name + ":latest";
    }
}
