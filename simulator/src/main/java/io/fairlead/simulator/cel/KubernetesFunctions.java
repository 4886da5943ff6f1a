package io.fairlead.simulator.cel;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/// Functions of Kubernetes' own types: quantities, URLs, IP addresses and networks.
final class KubernetesFunctions {
    // Looked up by name only; never iterated in an order that matters.
    static final Map<String, Functions.Body> ALL = all();

    private KubernetesFunctions() {}

    private static Map<String, Functions.Body> all() {
        Map<String, Functions.Body> all = new HashMap<>();
        quantities(all);
        urls(all);
        addresses(all);
        return Map.copyOf(all);
    }

    private static void quantities(Map<String, Functions.Body> all) {
        all.put("quantity", a -> {
            var parsed = Quantity.parse((String) a[0]);
            if (parsed.isEmpty()) {
                throw new CelFault(Quantity.SYNTAX);
            }
            return parsed.get();
        });
        all.put("isQuantity", a -> Quantity.parse((String) a[0]).isPresent());
        all.put("sign", a -> (long) ((Quantity) a[0]).value().signum());
        all.put("isGreaterThan", a -> ((Quantity) a[0]).compareTo((Quantity) a[1]) > 0);
        all.put("isLessThan", a -> ((Quantity) a[0]).compareTo((Quantity) a[1]) < 0);
        all.put("compareTo", a -> (long) ((Quantity) a[0]).compareTo((Quantity) a[1]));
        all.put("asApproximateFloat", a -> ((Quantity) a[0]).value().doubleValue());
        all.put("isInteger", a -> ((Quantity) a[0]).isInteger());
        all.put("asInteger", a -> {
            Quantity quantity = (Quantity) a[0];
            if (!quantity.isInteger()) {
                throw new CelFault("cannot convert value to integer");
            }
            return quantity.value().longValue();
        });
        all.put("add", a -> new Quantity(((Quantity) a[0]).value().add(amount(a[1]))));
        all.put("sub", a -> new Quantity(((Quantity) a[0]).value().subtract(amount(a[1]))));
    }

    private static BigDecimal amount(Object value) {
        return value instanceof Long number ? BigDecimal.valueOf(number) : ((Quantity) value).value();
    }

    private static void urls(Map<String, Functions.Body> all) {
        all.put("url", a -> Url.parse((String) a[0]));
        all.put("isURL", a -> {
            try {
                return Url.parse((String) a[0]) != null;
            } catch (CelFault e) {
                return false;
            }
        });
        all.put("getScheme", a -> ((Url) a[0]).scheme());
        all.put("getHost", a -> ((Url) a[0]).host());
        all.put("getHostname", a -> ((Url) a[0]).hostname());
        all.put("getPort", a -> ((Url) a[0]).port());
        all.put("getEscapedPath", a -> ((Url) a[0]).escapedPath());
        all.put("getQuery", a -> ((Url) a[0]).query());
    }

    private static void addresses(Map<String, Functions.Body> all) {
        all.put("ip", a -> a[0] instanceof Cidr cidr ? cidr.address() : IpAddress.parse((String) a[0]));
        all.put("isIP", a -> IpAddress.find((String) a[0]).isPresent());
        all.put("ip.isCanonical", a -> IpAddress.parse((String) a[0]).toString().equals(a[0]));
        all.put("family", a -> ((IpAddress) a[0]).family());
        all.put("isUnspecified", a -> ((IpAddress) a[0]).address().isAnyLocalAddress());
        all.put("isLoopback", a -> ((IpAddress) a[0]).address().isLoopbackAddress());
        all.put("isLinkLocalMulticast", a -> ((IpAddress) a[0]).address().isMCLinkLocal());
        all.put("isLinkLocalUnicast", a -> ((IpAddress) a[0]).address().isLinkLocalAddress());
        all.put("isGlobalUnicast", a -> ((IpAddress) a[0]).isGlobalUnicast());
        all.put("cidr", a -> Cidr.parse((String) a[0]));
        all.put("isCIDR", a -> Cidr.find((String) a[0]).isPresent());
        all.put(
                "containsIP",
                a -> ((Cidr) a[0]).contains(a[1] instanceof IpAddress ip ? ip : IpAddress.parse((String) a[1])));
        all.put(
                "containsCIDR",
                a -> ((Cidr) a[0]).contains(a[1] instanceof Cidr cidr ? cidr : Cidr.parse((String) a[1])));
        all.put("prefixLength", a -> (long) ((Cidr) a[0]).bits());
        all.put("masked", a -> ((Cidr) a[0]).masked());
    }
}
