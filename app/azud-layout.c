/* azud-layout.c: Graphviz in a child process
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reads DOT on standard input and writes positions and splines as JSON, or with --render svg|png|pdf the picture.  A process of its own, since
 * Graphviz is not safe in threads and can run away on large graphs: it limits its own time and memory, and can be ended at any
 * moment.  Labels are plain text: record shapes, HTML labels and files named in attributes are taken out before layout.
 */

#include "config.h"

#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MAX_TEXT_BYTES ((size_t) 64 << 20)
#define MAX_LABEL 200
#define WRAP_COLUMNS 32
#define CPU_SECONDS 20
#define MEMORY_BYTES ((rlim_t) 2 << 30)

/* ---- reading ---- */

static char *
read_input (void)
{
  size_t size = 0, room = 65536;
  char *text = malloc (room + 1);

  while (text != NULL)
    {
      size_t got = fread (text + size, 1, room - size, stdin);
      char *grown;

      size += got;
      if (got == 0)
        {
          text[size] = '\0';
          return text;
        }
      if (size < room)
        continue;
      if (room >= MAX_TEXT_BYTES)
        break;
      room *= 2;
      grown = realloc (text, room + 1);
      if (grown == NULL)
        break;
      text = grown;
    }
  free (text);
  return NULL;
}

/* ---- taking out what could hurt ---- */

/* Cuts @label to MAX_LABEL bytes at a character border. */
static void
cut_label (char *label)
{
  size_t length = strlen (label);

  if (length <= MAX_LABEL)
    return;
  length = MAX_LABEL;
  while (length > 0 && ((unsigned char) label[length] & 0xc0) == 0x80)
    length--;
  label[length] = '\0';
}

/* Breaks long lines at blanks, so that boxes stay readable. */
static void
wrap_label (char *label)
{
  size_t column = 0;

  for (char *at = label; *at != '\0'; at++)
    {
      column = *at == '\n' ? 0 : column + 1;
      if (*at == ' ' && column >= WRAP_COLUMNS)
        {
          *at = '\n';
          column = 0;
        }
    }
}

static bool
is_safe_shape (const char *shape)
{
  static const char *const shapes[] = { "", "box", "rect", "ellipse", "circle", "point", "plaintext", "plain", "diamond", "note", "folder" };

  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    if (strcmp (shape, shapes[i]) == 0)
      return true;
  return false;
}

static void
clean_object (Agraph_t *graph,
              void     *object,
              int       kind)
{
  static const char *const files[] = { "image", "shapefile", "imagepath", "fontpath", "stylesheet", "_background", "layout" };

  for (Agsym_t *symbol = agnxtattr (graph, kind, NULL); symbol != NULL; symbol = agnxtattr (graph, kind, symbol))
    {
      char *value = agxget (object, symbol);
      bool is_label = strstr (symbol->name, "label") != NULL;

      for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp (symbol->name, files[i]) == 0)
          agxset (object, symbol, (char *) "");
      if (strcmp (symbol->name, "shape") == 0 && !is_safe_shape (value))
        agxset (object, symbol, (char *) "box");
      if (is_label && (aghtmlstr (value) || strlen (value) > WRAP_COLUMNS))
        {
          char *plain = strdup (value);

          if (plain == NULL)
            continue;
          cut_label (plain);
          wrap_label (plain);
          agxset (object, symbol, plain);
          free (plain);
        }
    }
}

static void
clean (Agraph_t *graph)
{
  clean_object (graph, graph, AGRAPH);
  for (Agnode_t *node = agfstnode (graph); node != NULL; node = agnxtnode (graph, node))
    {
      clean_object (graph, node, AGNODE);
      for (Agedge_t *edge = agfstout (graph, node); edge != NULL; edge = agnxtout (graph, edge))
        clean_object (graph, edge, AGEDGE);
    }
}

/* ---- writing ---- */

static void
print_string (const char *text)
{
  putchar ('"');
  for (const unsigned char *at = (const unsigned char *) text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        printf ("\\%c", *at);
      else if (*at < 0x20)
        printf ("\\u%04x", *at);
      else
        putchar (*at);
    }
  putchar ('"');
}

static void
print_nodes (Agraph_t *graph,
             double    height)
{
  const char *separator = "";

  for (Agnode_t *node = agfstnode (graph); node != NULL; node = agnxtnode (graph, node))
    {
      const char *label = agget (node, (char *) "label");

      printf ("%s\n{\"name\":", separator);
      print_string (agnameof (node));
      printf (",\"label\":");
      print_string (label == NULL || strcmp (label, "\\N") == 0 ? agnameof (node) : label);
      printf (",\"x\":%.2f,\"y\":%.2f,\"width\":%.2f,\"height\":%.2f}", ND_coord (node).x, height - ND_coord (node).y,
              ND_width (node) * 72, ND_height (node) * 72);
      separator = ",";
    }
}

static void
print_edges (Agraph_t *graph,
             double    height)
{
  const char *separator = "";

  for (Agnode_t *node = agfstnode (graph); node != NULL; node = agnxtnode (graph, node))
    for (Agedge_t *edge = agfstout (graph, node); edge != NULL; edge = agnxtout (graph, edge))
      {
        const splines *path = ED_spl (edge);
        const char *label = agget (edge, (char *) "label");

        printf ("%s\n{\"from\":", separator);
        print_string (agnameof (agtail (edge)));
        printf (",\"to\":");
        print_string (agnameof (aghead (edge)));
        printf (",\"label\":");
        print_string (label != NULL ? label : "");
        printf (",\"points\":[");
        if (path != NULL && path->size > 0)
          for (int i = 0; i < path->list[0].size; i++)
            printf ("%s[%.2f,%.2f]", i > 0 ? "," : "", path->list[0].list[i].x, height - path->list[0].list[i].y);
        printf ("]}");
        separator = ",";
      }
}

static void
print_positions (Agraph_t *graph)
{
  double height = GD_bb (graph).UR.y;

  printf ("{\"width\":%.2f,\"height\":%.2f,\"nodes\":[", GD_bb (graph).UR.x, height);
  print_nodes (graph, height);
  printf ("],\"edges\":[");
  print_edges (graph, height);
  printf ("]}\n");
}

static int
lay_out (const char *text,
         const char *format)
{
  GVC_t *context = gvContext ();
  Agraph_t *graph = agmemread (text);
  int status = 0;

  if (graph == NULL)
    {
      fputs ("azud-layout: the text is no DOT\n", stderr);
      return 3;
    }
  clean (graph);
  if (gvLayout (context, graph, "dot") != 0)
    status = 1;
  else if (format == NULL)
    print_positions (graph);
  else if (gvRender (context, graph, format, stdout) != 0)
    status = 1;
  gvFreeLayout (context, graph);
  agclose (graph);
  gvFreeContext (context);
  return status;
}

int
main (int    argc,
      char **argv)
{
  const struct rlimit seconds = { CPU_SECONDS, CPU_SECONDS }, memory = { MEMORY_BYTES, MEMORY_BYTES };
  const char *format = NULL;
  char *text;
  int status;

  if (argc == 3 && strcmp (argv[1], "--render") == 0
      && (strcmp (argv[2], "svg") == 0 || strcmp (argv[2], "png") == 0 || strcmp (argv[2], "pdf") == 0))
    format = argv[2];
  else if (argc != 1)
    {
      fputs ("usage: azud-layout [--render svg|png|pdf] < DOT\n", stderr);
      return 2;
    }
  setrlimit (RLIMIT_CPU, &seconds);
  setrlimit (RLIMIT_AS, &memory);

  text = read_input ();
  if (text == NULL)
    {
      fputs ("azud-layout: the text is too long\n", stderr);
      return 5;
    }
  status = lay_out (text, format);
  free (text);
  if (fflush (stdout) != 0)
    {
      fprintf (stderr, "azud-layout: %s\n", strerror (errno));
      return 5;
    }
  return status;
}
