package io.fairlead.simulator.custom;

import com.google.re2j.Pattern;

/// What apimachinery says about names.
final class Names {
    private static final int LABEL_MAX = 63;
    private static final int SUBDOMAIN_MAX = 253;
    private static final Pattern DNS_1035_LABEL = Pattern.compile("^[a-z]([-a-z0-9]*[a-z0-9])?$");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$");

    private Names() {}

    /// Empty for a DNS-1035 label.
    static String dns1035LabelFault(String name) {
        String fault = name.length() > LABEL_MAX ? "must be no more than " + LABEL_MAX + " bytes" : "";
        if (!DNS_1035_LABEL.matches(name)) {
            fault += (fault.isEmpty() ? "" : ",")
                    + "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an"
                    + " alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123',"
                    + " regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
        }
        return fault;
    }

    /// Empty for a lower case RFC 1123 subdomain.
    static String subdomainFault(String name) {
        String fault = name.length() > SUBDOMAIN_MAX ? "must be no more than " + SUBDOMAIN_MAX + " bytes" : "";
        if (!SUBDOMAIN.matches(name)) {
            fault += (fault.isEmpty() ? "" : ",")
                    + "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                    + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                    + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
        }
        return fault;
    }
}
