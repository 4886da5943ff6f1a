// fieldtable prints the Go types behind Kubernetes' kinds: for each type its JSON fields in order.
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/kubernetes/pkg/apis/core"
)

var leaves = map[string]string{
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time": "time", "k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime": "microtime",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration": "duration", "k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1": "raw",
	"k8s.io/apimachinery/pkg/api/resource.Quantity": "quantity", "k8s.io/apimachinery/pkg/util/intstr.IntOrString": "intorstring",
	"k8s.io/apimachinery/pkg/runtime.RawExtension": "raw", "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON": "raw",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool":        "schemaorbool",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray":       "schemaorarray",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray": "schemaorstrings",
}

type dumper struct {
	out   *bufio.Writer
	done  map[string]bool
	queue []reflect.Type
}

func key(t reflect.Type) string {
	p := strings.Split(t.PkgPath(), "/")
	return strings.Join(p[len(p)-2:], "/") + "." + t.Name()
}

// form writes a type: *T pointer, []T list, {}T map, @key struct, kind[=GoName] for the rest.
func (d *dumper) form(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return "*" + d.form(t.Elem())
	}
	if leaf, ok := leaves[t.PkgPath()+"."+t.Name()]; ok {
		return leaf
	}
	suffix := ""
	if t.PkgPath() != "" {
		suffix = "=" + t.String()
	}
	switch t.Kind() {
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + d.form(t.Elem())
	case reflect.Map:
		return "{}" + d.form(t.Elem())
	case reflect.Struct:
		d.queue = append(d.queue, t)
		return "@" + key(t)
	default:
		return t.Kind().String() + suffix
	}
}

// internal prints the server's own form of a pod spec, which messages about forbidden changes show.
func (d *dumper) internal() {
	d.queue = []reflect.Type{reflect.TypeOf(core.PodSpec{})}
	for len(d.queue) > 0 {
		t := d.queue[0]
		d.queue = d.queue[1:]
		if d.done[key(t)] {
			continue
		}
		d.done[key(t)] = true
		fmt.Fprintf(d.out, "type %s\n", key(t))
		d.goFields(t)
	}
}

func (d *dumper) goFields(t reflect.Type) {
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag := strings.Split(f.Tag.Get("json"), ",")
		if f.Anonymous && tag[0] == "" {
			d.goFields(f.Type)
			continue
		}
		name, flags := f.Name, "-"
		if tag[0] != "" {
			name = tag[0]
		}
		for _, o := range tag[1:] {
			if o == "omitempty" {
				flags += "o"
			} else if o == "omitzero" {
				flags += "z"
			}
		}
		fmt.Fprintf(d.out, " %s %s %s\n", name, flags, d.form(f.Type))
	}
}

// fields prints a struct's fields; chain names the structs that it is embedded in.
func (d *dumper) fields(t reflect.Type, chain string) {
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag := strings.Split(f.Tag.Get("json"), ",")
		if f.Anonymous && tag[0] == "" {
			d.fields(f.Type, strings.TrimPrefix(chain+"."+f.Name, "."))
			continue
		}
		if tag[0] == "-" || tag[0] == "" {
			continue
		}
		flags := ""
		for _, o := range tag[1:] {
			if o == "omitempty" {
				flags += "o"
			} else if o == "omitzero" {
				flags += "z"
			}
		}
		if flags == "" {
			flags = "-"
		}
		form := d.form(f.Type)
		// A named map or list type matters only for messages.
		if f.Type.PkgPath() != "" && (f.Type.Kind() == reflect.Map || f.Type.Kind() == reflect.Slice) && !strings.Contains(form, "raw") {
			form += " " + f.Type.String()
		}
		if chain != "" {
			form += " ^" + chain
		}
		fmt.Fprintf(d.out, " %s %s %s\n", tag[0], flags, form)
	}
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "internal" {
		d := &dumper{out: bufio.NewWriter(os.Stdout), done: map[string]bool{}}
		fmt.Fprintln(d.out, "# The server's own form of a pod spec. Recorded by simulator/src/record/fieldtable; do not edit.")
		d.internal()
		d.out.Flush()
		return
	}
	apiextensions.AddToScheme(scheme.Scheme)
	groups := map[string]bool{"v1": true}
	for _, g := range strings.Fields("events.k8s.io/v1 apps/v1 batch/v1 coordination.k8s.io/v1 discovery.k8s.io/v1 policy/v1 autoscaling/v1 autoscaling/v2 storage.k8s.io/v1 scheduling.k8s.io/v1 networking.k8s.io/v1 rbac.authorization.k8s.io/v1 admissionregistration.k8s.io/v1 apiextensions.k8s.io/v1 node.k8s.io/v1 authorization.k8s.io/v1 authentication.k8s.io/v1") {
		groups[g] = true
	}
	var kinds []schema.GroupVersionKind
	for gvk, t := range scheme.Scheme.AllKnownTypes() {
		if !groups[gvk.GroupVersion().String()] || strings.Contains(t.PkgPath(), "meta/v1") || strings.Contains(gvk.Kind, "__") {
			continue
		}
		if strings.HasSuffix(gvk.Kind, "List") || strings.HasSuffix(gvk.Kind, "Options") {
			continue
		}
		kinds = append(kinds, gvk)
	}
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].String() < kinds[j].String() })
	d := &dumper{out: bufio.NewWriter(os.Stdout), done: map[string]bool{}}
	fmt.Fprintln(d.out, "# The Go types of kube-apiserver's built-in kinds. Recorded by simulator/src/record/fieldtable; do not edit.")
	for _, k := range kinds {
		t := scheme.Scheme.AllKnownTypes()[k]
		fmt.Fprintf(d.out, "kind %s %s %s\n", k.GroupVersion(), k.Kind, key(t))
		d.queue = append(d.queue, t)
	}
	for len(d.queue) > 0 {
		t := d.queue[0]
		d.queue = d.queue[1:]
		if d.done[key(t)] {
			continue
		}
		d.done[key(t)] = true
		fmt.Fprintf(d.out, "type %s\n", key(t))
		d.fields(t, "")
	}
	d.out.Flush()
}
