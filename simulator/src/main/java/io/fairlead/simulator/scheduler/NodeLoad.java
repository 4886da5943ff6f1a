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

    private Room room;

    /// What a pod asks for.
    record Demand(BigDecimal cpu, BigDecimal memory) {
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

    private record Room(int pods, BigDecimal cpu, BigDecimal memory) {
        static Room of(JsonNode node) {
            JsonNode allocatable = node.path("status").path("allocatable");
            return new Room(
                    quantity(allocatable.path("pods")).intValue(),
                    quantity(allocatable.path("cpu")),
                    quantity(allocatable.path("memory")));
        }
    }

    NodeLoad(JsonNode node) {
        this.node = node;
        this.room = Room.of(node);
    }

    JsonNode node() {
        return node;
    }

    void node(JsonNode changed) {
        node = changed;
        room = Room.of(changed);
    }

    int pods() {
        return pods.size();
    }

    /// @return why not; empty if it fits
    String refusal(Demand demand) {
        if (pods.size() >= room.pods()) {
            return "Too many pods";
        }
        if (cpu.add(demand.cpu()).compareTo(room.cpu()) > 0) {
            return "Insufficient cpu";
        }
        return memory.add(demand.memory()).compareTo(room.memory()) > 0 ? "Insufficient memory" : "";
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
