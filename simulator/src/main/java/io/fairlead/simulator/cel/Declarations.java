package io.fairlead.simulator.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.ArrayList;
import java.util.List;

/// What the checker knows of Kubernetes' functions.
final class Declarations {
    static final CelType QUANTITY = OpaqueType.create("kubernetes.Quantity");
    static final CelType URL = OpaqueType.create("kubernetes.URL");
    static final CelType IP = OpaqueType.create("net.IP");
    static final CelType CIDR = OpaqueType.create("net.CIDR");

    private static final CelType BOOL = SimpleType.BOOL;
    private static final CelType INT = SimpleType.INT;
    private static final CelType TEXT = SimpleType.STRING;
    private static final CelType ITEM = TypeParamType.create("A");
    private static final List<CelType> SUMMABLE =
            List.of(SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE, SimpleType.DURATION);
    private static final List<CelType> COMPARABLE = List.of(
            SimpleType.INT,
            SimpleType.UINT,
            SimpleType.DOUBLE,
            SimpleType.BOOL,
            SimpleType.DURATION,
            SimpleType.TIMESTAMP,
            SimpleType.STRING,
            SimpleType.BYTES);

    private Declarations() {}

    static List<CelFunctionDecl> all() {
        List<CelFunctionDecl> all = new ArrayList<>();
        lists(all);
        quantities(all);
        texts(all);
        addresses(all);
        return all;
    }

    private static CelOverloadDecl member(String id, CelType result, CelType... arguments) {
        return CelOverloadDecl.newMemberOverload(id, result, List.of(arguments));
    }

    private static CelOverloadDecl global(String id, CelType result, CelType... arguments) {
        return CelOverloadDecl.newGlobalOverload(id, result, List.of(arguments));
    }

    private static CelFunctionDecl function(String name, CelOverloadDecl... overloads) {
        return CelFunctionDecl.newFunctionDeclaration(name, List.of(overloads));
    }

    private static void lists(List<CelFunctionDecl> all) {
        all.add(CelFunctionDecl.newFunctionDeclaration(
                "isSorted",
                COMPARABLE.stream()
                        .map(t -> member("list_" + t.name() + "_is_sorted_bool", BOOL, ListType.create(t)))
                        .toList()));
        all.add(CelFunctionDecl.newFunctionDeclaration(
                "sum",
                SUMMABLE.stream()
                        .map(t -> member("list_" + t.name() + "_sum_" + t.name(), t, ListType.create(t)))
                        .toList()));
        for (String name : List.of("min", "max")) {
            all.add(CelFunctionDecl.newFunctionDeclaration(
                    name,
                    COMPARABLE.stream()
                            .map(t -> member("list_" + t.name() + "_" + name + "_" + t.name(), t, ListType.create(t)))
                            .toList()));
        }
        CelType list = ListType.create(ITEM);
        all.add(function("indexOf", member("list_a_index_of_int", INT, list, ITEM)));
        all.add(function("lastIndexOf", member("list_a_last_index_of_int", INT, list, ITEM)));
        all.add(function("slice", member("list_slice", list, list, INT, INT)));
        all.add(function("distinct", member("list_distinct", list, list)));
        all.add(function("reverse", member("list_reverse", list, list)));
        all.add(function("flatten", member("list_flatten", list, ListType.create(list))));
        all.add(CelFunctionDecl.newFunctionDeclaration(
                "sort",
                COMPARABLE.stream()
                        .map(t -> member("list_" + t.name() + "_sort", ListType.create(t), ListType.create(t)))
                        .toList()));
        all.add(function("lists.range", global("lists_range", ListType.create(INT), INT)));
    }

    private static void quantities(List<CelFunctionDecl> all) {
        all.add(function("quantity", global("string_to_quantity", QUANTITY, TEXT)));
        all.add(function("isQuantity", global("is_quantity_string", BOOL, TEXT)));
        all.add(function(
                "sign", global("quantity_sign", INT, QUANTITY), member("quantity_member_sign", INT, QUANTITY)));
        all.add(function("isGreaterThan", member("quantity_is_greater_than", BOOL, QUANTITY, QUANTITY)));
        all.add(function("isLessThan", member("quantity_is_less_than", BOOL, QUANTITY, QUANTITY)));
        all.add(function("compareTo", member("quantity_compare_to", INT, QUANTITY, QUANTITY)));
        all.add(function("asApproximateFloat", member("quantity_get_float", SimpleType.DOUBLE, QUANTITY)));
        all.add(function("asInteger", member("quantity_get_int", INT, QUANTITY)));
        all.add(function("isInteger", member("quantity_is_integer", BOOL, QUANTITY)));
        all.add(function(
                "add",
                member("quantity_add", QUANTITY, QUANTITY, QUANTITY),
                member("quantity_add_int", QUANTITY, QUANTITY, INT)));
        all.add(function(
                "sub",
                member("quantity_sub", QUANTITY, QUANTITY, QUANTITY),
                member("quantity_sub_int", QUANTITY, QUANTITY, INT)));
    }

    private static void texts(List<CelFunctionDecl> all) {
        all.add(function("find", member("string_find_string", TEXT, TEXT, TEXT)));
        all.add(function(
                "findAll",
                member("string_find_all_string", ListType.create(TEXT), TEXT, TEXT),
                member("string_find_all_string_int", ListType.create(TEXT), TEXT, TEXT, INT)));
        all.add(function("url", global("string_to_url", URL, TEXT)));
        all.add(function("isURL", global("is_url_string", BOOL, TEXT)));
        all.add(function("getScheme", member("url_get_scheme", TEXT, URL)));
        all.add(function("getHost", member("url_get_host", TEXT, URL)));
        all.add(function("getHostname", member("url_get_hostname", TEXT, URL)));
        all.add(function("getPort", member("url_get_port", TEXT, URL)));
        all.add(function("getEscapedPath", member("url_get_escaped_path", TEXT, URL)));
        all.add(function("getQuery", member("url_get_query", MapType.create(TEXT, ListType.create(TEXT)), URL)));
    }

    private static void addresses(List<CelFunctionDecl> all) {
        all.add(function("ip", global("string_to_ip", IP, TEXT), member("cidr_ip", IP, CIDR)));
        all.add(function("family", member("ip_family", INT, IP)));
        all.add(function("ip.isCanonical", global("ip_is_canonical", BOOL, TEXT)));
        all.add(function("isUnspecified", member("ip_is_unspecified", BOOL, IP)));
        all.add(function("isLoopback", member("ip_is_loopback", BOOL, IP)));
        all.add(function("isLinkLocalMulticast", member("ip_is_link_local_multicast", BOOL, IP)));
        all.add(function("isLinkLocalUnicast", member("ip_is_link_local_unicast", BOOL, IP)));
        all.add(function("isGlobalUnicast", member("ip_is_global_unicast", BOOL, IP)));
        all.add(function("isIP", global("is_ip", BOOL, TEXT)));
        all.add(function("string", global("ip_to_string", TEXT, IP), global("cidr_to_string", TEXT, CIDR)));
        all.add(function("cidr", global("string_to_cidr", CIDR, TEXT)));
        all.add(function(
                "containsIP",
                member("cidr_contains_ip_string", BOOL, CIDR, TEXT),
                member("cidr_contains_ip_ip", BOOL, CIDR, IP)));
        all.add(function(
                "containsCIDR",
                member("cidr_contains_cidr_string", BOOL, CIDR, TEXT),
                member("cidr_contains_cidr", BOOL, CIDR, CIDR)));
        all.add(function("prefixLength", member("cidr_prefix_length", INT, CIDR)));
        all.add(function("masked", member("cidr_masked", CIDR, CIDR)));
        all.add(function("isCIDR", global("is_cidr", BOOL, TEXT)));
    }
}
