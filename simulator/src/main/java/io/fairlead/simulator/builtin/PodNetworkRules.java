package io.fairlead.simulator.builtin;

import com.fasterxml.jackson.databind.JsonNode;

/// Validation of a pod's names and name servers.
final class PodNetworkRules {
    private static final int NAMESERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;

    private PodNetworkRules() {}

    static void dns(JsonNode spec, FieldPath path, Findings findings) {
        JsonNode config = spec.path("dnsConfig");
        if (Trees.text(spec, "dnsPolicy").equals("None")) {
            if (!config.isObject()) {
                findings.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (config.path("nameservers").isEmpty()) {
                String detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
                findings.required(path.child("nameservers"), detail);
                return;
            }
        }
        JsonNode servers = config.path("nameservers");
        if (servers.size() > NAMESERVERS_MAX) {
            String detail = "must not have more than " + NAMESERVERS_MAX + " nameservers";
            findings.invalid(path.child("nameservers"), servers, detail);
        }
        for (int i = 0; i < servers.size(); i++) {
            Addresses.check(servers.get(i).asText(), path.child("nameservers").index(i), findings);
        }
        if (config.path("searches").size() > SEARCHES_MAX) {
            String detail = "must not have more than " + SEARCHES_MAX + " search paths";
            findings.invalid(path.child("searches"), config.path("searches"), detail);
        }
        JsonNode options = config.path("options");
        for (int i = 0; i < options.size(); i++) {
            if (Trees.text(options.get(i), "name").isEmpty()) {
                findings.required(path.child("options").index(i), "must not be empty");
            }
        }
    }

    static void aliases(JsonNode aliases, FieldPath path, Findings findings) {
        for (int i = 0; i < aliases.size(); i++) {
            Addresses.check(Trees.text(aliases.get(i), "ip"), path.index(i).child("ip"), findings);
            JsonNode names = aliases.get(i).path("hostnames");
            for (int j = 0; j < names.size(); j++) {
                String name = names.get(j).asText();
                findings.invalidEach(path.index(i).child("hostnames").index(j), name, Names.subdomain(name));
            }
        }
    }
}
