"""A bare Scrapy mirror of the sites given, to measure beside: follows every link inside them, keeps nothing."""
import scrapy


class Mirror(scrapy.Spider):
    name = "mirror"
    custom_settings = {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "ROBOTSTXT_OBEY": False, "TELNETCONSOLE_ENABLED": False}

    def __init__(self, urls="", **keywords):
        super().__init__(**keywords)
        self.start_urls = urls.split(",")
        self.allowed_domains = sorted({url.split("/")[2].split(":")[0] for url in self.start_urls})

    def parse(self, response):
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.parse)
