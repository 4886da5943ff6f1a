package io.fairlead.simulator.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/// What runs on one node, and whether one more pod fits beside it: the number of pods, cpu and memory.
final class NodeLoad {
    private static final Map<String, BigDecimal> SUFFIXES = suffixes();

    private JsonNode node;
    private final Map<String, Demand> pods = new LinkedHashMap<>();
    private BigDecimal cpu = BigDecimal.ZERO;
    private BigDecimal memory = BigDecimal.ZERO;

    private record Demand(BigDecimal cpu, BigDecimal memory) {
        static Demand of(JsonNode pod) {
            BigDecimal cpu = BigDecimal.ZERO;
            BigDecimal memory = BigDecimal.ZERO;
            for (JsonNode container : pod.path("spec").path("containers")) {
                JsonNode requests = container.path("resources").path("requests");
                if (!requests.isEmpty()) {
                    cpu = cpu.add(quantity(requests.path("cpu")));
                    memory = memory.add(quantity(requests.path("memory")));
                }
            }
            return new Demand(cpu, memory);
        }
    }

    NodeLoad(JsonNode node) {
        this.node = node;
    }

    JsonNode node() {
        return node;
    }

    void node(JsonNode changed) {
        node = changed;
    }

    int pods() {
        return pods.size();
    }

    /// @return why not; empty if it fits
    String refusal(JsonNode pod) {
        JsonNode room = node.path("status").path("allocatable");
        if (pods.size() >= quantity(room.path("pods")).intValue()) {
            return "Too many pods";
        }
        Demand demand = Demand.of(pod);
        if (cpu.add(demand.cpu()).compareTo(quantity(room.path("cpu"))) > 0) {
            return "Insufficient cpu";
        }
        return memory.add(demand.memory()).compareTo(quantity(room.path("memory"))) > 0 ? "Insufficient memory" : "";
    }

    void add(String uid, JsonNode pod) {
        if (!pods.containsKey(uid)) {
            Demand demand = Demand.of(pod);
            pods.put(uid, demand);
            cpu = cpu.add(demand.cpu());
            memory = memory.add(demand.memory());
        }
    }

    void remove(String uid) {
        Demand demand = pods.remove(uid);
        if (demand != null) {
            cpu = cpu.subtract(demand.cpu());
            memory = memory.subtract(demand.memory());
        }
    }

    /// A quantity as Kubernetes writes it; zero where there is none or it cannot be read.
    private static BigDecimal quantity(JsonNode node) {
        String text = node.asText("");
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        BigDecimal factor = SUFFIXES.get(text.substring(end));
        try {
            return factor == null ? BigDecimal.ZERO : new BigDecimal(text.substring(0, end)).multiply(factor);
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }

    private static Map<String, BigDecimal> suffixes() {
        Map<String, BigDecimal> factors = new LinkedHashMap<>();
        factors.put("", BigDecimal.ONE);
        factors.put("m", new BigDecimal("0.001"));
        String[] binary = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
        String[] decimal = {"k", "M", "G", "T", "P", "E"};
        for (int i = 0; i < binary.length; i++) {
            factors.put(binary[i], new BigDecimal(1024).pow(i + 1));
            factors.put(decimal[i], new BigDecimal(1000).pow(i + 1));
        }
        return factors;
    }
}
