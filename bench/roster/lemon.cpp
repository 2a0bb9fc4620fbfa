// The network simplex of LEMON (Debian: liblemon-dev), compiled by the benchmark: lemon <network> <times>
// Prints what solve-flow.ts prints.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

static long megabytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1000;
}

int main(int, char **argv) {
  using namespace lemon;
  FILE *file = std::fopen(argv[1], "r");
  int nodes, arcs;
  if (!file || std::fscanf(file, "%d %d", &nodes, &arcs) != 2) return 1;
  SmartDigraph graph;
  graph.reserveNode(nodes);
  graph.reserveArc(arcs);
  std::vector<SmartDigraph::Node> node(nodes);
  for (auto &each : node) each = graph.addNode();
  SmartDigraph::NodeMap<int> supply(graph);
  SmartDigraph::ArcMap<int> capacity(graph);
  SmartDigraph::ArcMap<long long> cost(graph);
  for (int i = 0; i < nodes; ++i) {
    int units;
    if (std::fscanf(file, "%d", &units) != 1) return 1;
    supply[node[i]] = units;
  }
  for (int i = 0; i < arcs; ++i) {
    int from, to, most;
    long long price;
    if (std::fscanf(file, "%d %d %d %lld", &from, &to, &most, &price) != 4) return 1;
    SmartDigraph::Arc arc = graph.addArc(node[from], node[to]);
    capacity[arc] = most;
    cost[arc] = price;
  }
  long before = megabytes();
  std::string times;
  long long total = 0;
  for (int i = 0; i < std::atoi(argv[2]); ++i) {
    std::clock_t start = std::clock();
    NetworkSimplex<SmartDigraph, int, long long> solver(graph);
    solver.upperMap(capacity).costMap(cost).supplyMap(supply);
    if (solver.run() != NetworkSimplex<SmartDigraph, int, long long>::OPTIMAL) return 2;
    times += (i ? "," : "") + std::to_string(1000.0 * (std::clock() - start) / CLOCKS_PER_SEC);
    total = solver.totalCost<long long>();
  }
  std::printf("{\"cost\":%lld,\"cpu\":[%s],\"before\":%ld,\"peak\":%ld}", total, times.c_str(), before, megabytes());
}
