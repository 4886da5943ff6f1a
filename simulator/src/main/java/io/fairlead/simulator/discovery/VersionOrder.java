package io.fairlead.simulator.discovery;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which version of a kind clients should prefer (apimachinery `version.CompareKubeAwareVersionStrings`): `v2`, `v1`,
/// `v2beta1`, `v1beta2`, `v1alpha1`, and then all other names by alphabet.
public final class VersionOrder {
    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,9})(?:(alpha|beta)([1-9][0-9]{0,9}))?");

    /// The preferred version first.
    public static final Comparator<String> PREFERRED_FIRST = (left, right) -> {
        Matcher a = VERSION.matcher(left);
        Matcher b = VERSION.matcher(right);
        boolean isKnownLeft = a.matches();
        boolean isKnownRight = b.matches();
        if (!isKnownLeft || !isKnownRight) {
            return isKnownLeft == isKnownRight ? left.compareTo(right) : isKnownLeft ? -1 : 1;
        }
        int stability = Integer.compare(stability(b), stability(a));
        if (stability != 0) {
            return stability;
        }
        int major = Long.compare(Long.parseLong(b.group(1)), Long.parseLong(a.group(1)));
        return major != 0 ? major : Long.compare(minor(b), minor(a));
    };

    private VersionOrder() {}

    private static int stability(Matcher version) {
        String word = version.group(2);
        return word == null ? 2 : word.equals("beta") ? 1 : 0;
    }

    private static long minor(Matcher version) {
        String number = version.group(3);
        return number == null ? 0 : Long.parseLong(number);
    }
}
