// The measure of all engines here: nDCG@10 with relevant pages of equal worth (Järvelin and Kekäläinen 2002).
export const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;

export function ndcg(urls, relevant) {
  const gain = (place) => 1 / Math.log2(place + 2), first = [...new Set(urls)].slice(0, 10);
  const won = first.reduce((sum, url, place) => sum + (relevant.includes(url) ? gain(place) : 0), 0);
  return won / relevant.slice(0, 10).reduce((sum, _, place) => sum + gain(place), 0);
}
