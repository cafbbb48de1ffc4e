#!/usr/bin/env python3
"""linear.py [PREFIX...]: how the time of indexing grows with the size of a source, and that of searching with what is asked and found.

Makes sources of some four hundred kinds (long lines, many labels, marks, names, captions, deep nesting, many members ...) at N, 2 N
and 4 N bytes, indexes each with one thread, and prints processor seconds, their ratios, and the peak of memory. SLOW: twice the
size took more than 2.3 times the time, at more than .3 seconds. PREFIX ("html/", "txt/labels") picks kinds. Of "query/" the size is the
number of words asked of 50,000 paragraphs, of "found/" the bytes of the source in which all is found.

ONRECORD names the program, N the smallest size (200,000), LIMIT the seconds after which a run is ended (60).
"""
import gzip
import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

W="the harbour was full of ships and nobody said that it would be empty again before winter came".split()
def words(n,seed=1):
    r=random.Random(seed); out=[];l=0
    while l<n:
        w=r.choice(W); out.append(w); l+=len(w)+1
    return ' '.join(out)
def rep(s,n): return s*max(1,int(n)//len(s.encode()))
def names(n,f):
    out=[];l=0;i=0
    while l<n:
        i+=1; a=''; k=i
        while True:
            a+=chr(97+k%26); k//=26
            if k==0: break
        s=f("Ab"+a, "Zy"+a[::-1]); out.append(s); l+=len(s)
    return ''.join(out)
G={}
txt={
'one-line-words': lambda n: words(n),
'one-word': lambda n: 'a'*n,
'one-word-repeated': lambda n: rep('harbour ',n),
'tiny-lines': lambda n: rep('x\n',n),
'tiny-paragraphs': lambda n: rep('x\n\n',n),
'one-line-paragraphs': lambda n: rep('It is full.\n\n',n),
'wrapped-no-stop': lambda n: rep(words(70)+'\n',n),
'dquotes': lambda n: rep('"',n),
'dquotes-words': lambda n: rep('"a ',n),
'quotes-said': lambda n: rep('"It is full," she said. ',n),
'quotes-said-paras': lambda n: rep('"It is full," she said.\n\n',n),
'open-quotes-paras': lambda n: rep('"It is full\n\n',n),
'curly-open': lambda n: rep('“a ',n),
'single-open': lambda n: rep(" 'a",n),
'single-curly-open': lambda n: rep(" ‘a",n),
'brackets': lambda n: rep('(',n),
'brackets-sq': lambda n: rep('[',n),
'brackets-words': lambda n: rep('(a ',n),
'colons': lambda n: rep(':',n),
'labels-same': lambda n: rep('ANNA BERG: It is full.\n\n',n),
'labels-two': lambda n: rep('ANNA BERG: It is full.\n\nKARL HOLM: No.\n\n',n),
'labels-many': lambda n: names(n,lambda a,b:f'{a.upper()} {b.upper()}: It is full.\n\n'),
'labels-many-lines': lambda n: names(n,lambda a,b:f'{a} {b}: It is full.\n'),
'labels-alone': lambda n: names(n,lambda a,b:f'{a.upper()}\nIt is full.\n\n'),
'labels-surname': lambda n: names(n,lambda a,b:f'{a} Berg: It is full.\n\nBerg: No.\n\n'),
'labels-first': lambda n: names(n,lambda a,b:f'{a} {b}: It is full.\n\n{b}: No.\n\n'),
'names-said': lambda n: names(n,lambda a,b:f'"It is full," {a} {b} said. '),
'names-said-paras': lambda n: names(n,lambda a,b:f'"It is full," {a} {b} said.\n\n'),
'names-same-surname': lambda n: names(n,lambda a,b:f'"It is full," {a} Berg said.\n\n"No," Berg said.\n\n'),
'names-surname': lambda n: names(n,lambda a,b:f'{a} {b} said it was full.\n\n{b} said no.\n\n'),
'names-run': lambda n: names(n,lambda a,b:f'{a} {b} '),
'names-comma': lambda n: names(n,lambda a,b:f'{a} {b}, '),
'names-and': lambda n: names(n,lambda a,b:f'{a} {b} and '),
'cap-run': lambda n: rep('Berg ',n),
'cap-run-said': lambda n: rep('Berg ',n)+' said it was full.',
'said-run': lambda n: rep('said ',n),
'said-that-run': lambda n: rep('he said that ',n),
'told-run': lambda n: rep('she told him that ',n),
'according-run': lambda n: rep('according to ',n),
'he-said': lambda n: 'Anna Berg spoke. '+rep('he said. she said. ',n),
'commas': lambda n: rep('a, ',n),
'stops': lambda n: rep('a. ',n),
'dots': lambda n: rep('.',n),
'initials': lambda n: rep('A. ',n)+'said so.',
'abbrev': lambda n: rep('U.S. Gen. ',n),
'dashes': lambda n: rep('-',n),
'dash-words': lambda n: rep('a — ',n),
'rules': lambda n: rep('It is full.\n\n-----\n\n',n),
'rules-only': lambda n: rep('-----\n',n),
'ends': lambda n: rep('It is full.\n___\n',n),
'headings': lambda n: rep('THE HARBOUR\n\nIt is full.\n\n',n),
'headings-num': lambda n: rep('1. Harbour\n\nIt is full.\n\n',n),
'bylines': lambda n: rep('By ANNA BERG\n\n',n),
'datelines': lambda n: rep('NORHAVEN (NWA) — It is full.\n\n',n),
'images': lambda n: rep('![a](b)',n),
'images-lines': lambda n: rep('![a](b)\n\n',n),
'image-caption-open': lambda n: rep('![',n),
'items': lambda n: rep('- It is full\n',n),
'clocks': lambda n: rep('00:01:02 ',n),
'clock-lines': lambda n: rep('00:01:02 Anna Berg: Yes.\n',n),
'stage': lambda n: rep('(Applause)\n\n',n),
'cr': lambda n: rep('a\r',n),
'spaces': lambda n: 'a'+' '*n+'b',
'space-lines': lambda n: rep(' \n',n)+'a',
'nl': lambda n: 'a'+'\n'*n+'b',
'chinese': lambda n: rep('港口满了',n),
'chinese-quotes': lambda n: rep('“港口满了”他说。',n),
'thai': lambda n: rep('ท่าเรือ',n),
'combining': lambda n: 'a'+rep('\u0301',n),
'emoji': lambda n: rep('👩\u200d👩\u200d',n),
'apostrophes': lambda n: rep("a'",n),
'hyphens': lambda n: rep("a-",n),
'underscore': lambda n: rep("_",n),
'qa': lambda n: rep('Q. Where?\n\nA. Here.\n\n',n),
'latin1': lambda n: rep('é a ',n).encode('latin1'),
'fffd': lambda n: rep('\ufffd',n),
'nested-quotes': lambda n: rep('“‘',n),
'nested-quotes2': lambda n: rep('"\'a ',n),
'paren-role': lambda n: names(n,lambda a,b:f'{a} {b} (chair): Yes.\n\n'),
'attendees': lambda n: names(n,lambda a,b:f'{a[:3].upper()}: {a} {b}\n'),
'title-run': lambda n: rep('President ',n)+'said so.',
'mr-run': lambda n: rep('Mr. ',n),
'of-run': lambda n: rep('President of the Council of ',n)+' said so.',
'that-run': lambda n: 'Anna Berg said '+rep('that ',n),
'which': lambda n: 'Anna Berg, '+rep('who was, ',n)+'said so.',
'pronouns': lambda n: 'Anna Berg came. '+rep('She left. ',n),
'pronouns-paras': lambda n: 'Anna Berg came. '+rep('She left.\n\n',n),
'people-pronoun': lambda n: names(n,lambda a,b:f'{a} {b} came. She said it was full.\n\n'),
'orgs': lambda n: names(n,lambda a,b:f'The {a} Council said it was full.\n\n'),
}
for k,f in txt.items(): G['txt/'+k]=('txt',f)
for k in ['one-line-words','one-word','tiny-lines','one-line-paragraphs','dquotes','brackets-sq','labels-many','labels-same','headings','images','stage','spaces','dashes','nl','underscore','commas','combining','hyphens']:
    G['md/'+k]=('md',txt[k])
    G['rtf/'+k]=('rtf',(lambda f:lambda n:'{\\rtf1\\ansi '+(f(n).replace('\n','\\par\n'))+'}')(txt[k]))
    G['eml/'+k]=('eml',(lambda f:lambda n:'From: a@b.c\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n'+f(n))(txt[k]))
    G['html/'+k]=('html',(lambda f:lambda n:'<html><body><article><h1>T</h1><p>'+(f(n).replace('\n\n','</p><p>'))+'</p></article></body></html>')(txt[k]))
    G['srt/'+k]=('srt',(lambda f:lambda n:'1\n00:00:01,000 --> 00:00:02,000\n'+f(n)+'\n')(txt[k]))
    G['jsonl/'+k]=('jsonl',(lambda f:lambda n:json.dumps({'text':f(n)}))(txt[k]))
    G['docx/'+k]=('docx',txt[k])
md={
'h1':'# Harbour\n\nIt is full.\n\n','hdeep':'###### H\n\n','quote':'> ','quote-lines':'> a\n','list':'- a\n','nestlist':None,'emph':'*a','emph2':'**a** ','under':'_a','ticks':'`','ticks2':'`a','links':'[a](','links2':'[a][b] ','refs':'[a]: b\n','bold-label':'**Anna Berg:** Yes.\n\n','table':'|a|b|\n|-|-|\n|c|d|\n','html':'<b>','html2':'<!--','amp':'&amp;','ref-use':None,'footnotes':'[^1]: a\n\n[^1] ','images':'![a](b)\n\n','setext':'a\n===\n\n','nl2':'a  \n', 'fences':'```\n','bold-time':'**Anna Berg** [00:01:02]: Yes.\n\n','star-run':'* ','strong-open':'**a ', 'bang':'![', 'br':'<br>'}
for k,s in md.items():
    if s: G['md/'+k]=('md',(lambda s:lambda n:rep(s,n))(s))
G['md/many-labels']=('md',lambda n:names(n,lambda a,b:f'**{a} {b}:** Yes.\n\n'))
G['md/front']=('md',lambda n:'---\ntitle: x\nspeakers:\n'+names(n,lambda a,b:f'  - {a} {b}\n')+'---\n\nIt is.\n')
G['md/front-labels']=('md',lambda n:'---\ntitle: x\nspeakers:\n'+names(n/2,lambda a,b:f'  - {a} {b}\n')+'---\n\n'+names(n/2,lambda a,b:f'{b}: Yes.\n\n'))
G['md/refs-used']=('md',lambda n:names(n,lambda a,b:f'[{a}]: {b}\n\n[{a}] '))
html={'div':'<div>','p':'<p>a','b':'<b>','table':'<table><tr><td>','li':'<ul><li>a','closeb':'</b>','attr':None,'h2':'<h2>H</h2><p>It is full.</p>','a':'<a href=x>','aopen':'<a ','comment':'<!--','pre':'<pre>a</pre>','br':'a<br>','bp':'<b><p>','font':'<font><p>','amp':'&amp;','ampx':'&','speak':'<p><b>ANNA BERG:</b> Yes.</p>','script':'<script>','tmpl':'<template>','select':'<select><option>a','math':'<math><mi>','svg':'<svg>','form':'<form>','i-close':'<i></p>','dl':'<dl><dt>Anna<dd>Yes','text':'a','plink':'<p><a href=x>a</a></p>','nestp':'<section><article>','img':'<img src=a alt="b">','figure':'<figure><img src=a><figcaption>c</figcaption></figure>','body':'<body a=b>','cdata':'<![CDATA[','entity':'&#x41;','blockquote':'<blockquote>'}
for k,s in html.items():
    if s: G['html/'+k]=('html',(lambda s:lambda n:'<html><body>'+rep(s,n))(s))
G['html/attrs']=('html',lambda n:'<html><body><p '+names(n,lambda a,b:f'{a}=1 ')+'>a</p>')
G['html/bodyattrs']=('html',lambda n:'<html>'+names(n,lambda a,b:f'<body {a}=1>')+'a')
G['html/names']=('html',lambda n:'<html><body>'+names(n,lambda a,b:f'<p>{a} {b}: Yes.</p>'))
G['html/record']=('html',lambda n:'<html><head><title>Congressional Record</title></head><body><pre>\n[Congressional Record Volume 1]\n'+rep('  Mr. INOUYE. Mr. President, it is full.\n',n)+'</pre>')
G['html/record-h']=('html',lambda n:'<html><head><title>Congressional Record</title></head><body><pre>\n[Congressional Record Volume 1]\n'+rep('                  HARBOUR\n\n  Mr. INOUYE. It is full.\n',n)+'</pre>')
tei={'div':'<div>','sp':'<sp who="#a"><speaker>Anna</speaker><p>Yes.</p></sp>','spdeep':'<sp>','l':'<l>a</l>','stage':'<stage>a</stage>','u':'<u who="#a"><seg>Yes.</seg></u>','amp':'&amp;','badamp':'&x;','hi':'<hi>','head':'<div><head>H</head><p>a</p></div>','note':'<note>a</note>','lb':'a<lb/>','pb':'<pb/>','text':'a '}
for k,s in tei.items():
    G['xml/'+k]=('xml',(lambda s:lambda n:'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'+rep(s,n)+'</body></text></TEI>')(s))
G['xml/persons']=('xml',lambda n:'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><particDesc><listPerson>'+names(n/2,lambda a,b:f'<person xml:id="{a}"><persName>{a} {b}</persName></person>')+'</listPerson></particDesc></teiHeader><text><body>'+names(n/2,lambda a,b:f'<sp who="#{a}"><speaker>{a}</speaker><p>Yes.</p></sp>')+'</body></text></TEI>')
G['xml/who-many']=('xml',lambda n:'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><sp who="'+names(n,lambda a,b:f'#{a} ')+'"><speaker>Anna</speaker><p>Yes.</p></sp></body></text></TEI>')
G['xml/speakers']=('xml',lambda n:'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>'+names(n,lambda a,b:f'<sp who="#{a}"><speaker>{a}</speaker><p>Yes.</p></sp>')+'</body></text></TEI>')
G['xml/attrs']=('xml',lambda n:'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p '+names(n,lambda a,b:f'{a}="1" ')+'>a</p></body></text></TEI>')
G['xml/akn']=('xml',lambda n:'<akomaNtoso><debate><debateBody>'+rep('<speech by="#a"><from>Anna</from><p>Yes.</p></speech>',n)+'</debateBody></debate></akomaNtoso>')
def ts(i,c=','): return f'{i//3600:02}:{i//60%60:02}:{i%60:02}{c}000'
def cues(n,f,c=','):
    out=[];l=0;i=0
    while l<n:
        i+=1; s=f(i,ts(i,c),ts(i+1,c)); out.append(s); l+=len(s)
    return ''.join(out)
G['srt/cues']=('srt',lambda n:cues(n,lambda i,a,b:f'{i}\n{a} --> {b}\nIt is full\n\n'))
G['srt/cues-stops']=('srt',lambda n:cues(n,lambda i,a,b:f'{i}\n{a} --> {b}\nIt is full.\n\n'))
G['srt/cues-same-time']=('srt',lambda n:rep('1\n00:00:01,000 --> 00:00:02,000\nfull\n\n',n))
G['srt/dialog']=('srt',lambda n:cues(n,lambda i,a,b:f'{i}\n{a} --> {b}\n- Is it?\n- It is.\n\n'))
G['srt/names']=('srt',lambda n:names(n,lambda a,b:f'1\n00:00:01,000 --> 00:00:02,000\n{a.upper()} {b.upper()}: full\n\n'))
G['srt/lines']=('srt',lambda n:'1\n00:00:01,000 --> 00:00:02,000\n'+rep('a\n',n))
G['srt/tags']=('srt',lambda n:'1\n00:00:01,000 --> 00:00:02,000\n'+rep('<i>',n))
G['srt/times']=('srt',lambda n:rep('00:00:01,000 --> 00:00:02,000\n',n))
G['vtt/cues']=('vtt',lambda n:'WEBVTT\n\n'+cues(n,lambda i,a,b:f'{a} --> {b}\nIt is full\n\n','.'))
G['vtt/rolling']=('vtt',lambda n:'WEBVTT\n\n'+cues(n,lambda i,a,b:f'{a} --> {b}\nword {i}\nword {i+1}\n\n','.'))
G['vtt/rolling-same']=('vtt',lambda n:'WEBVTT\n\n'+cues(n,lambda i,a,b:f'{a} --> {b}\nword\nword\n\n','.'))
G['vtt/grow']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('a ',n/2)+'\n\n00:00:02.000 --> 00:00:03.000\n'+rep('a ',n/2)+'b\n\n')
G['vtt/voice']=('vtt',lambda n:'WEBVTT\n\n'+cues(n,lambda i,a,b:f'{a} --> {b}\n<v Anna Berg>It is\n\n','.'))
G['vtt/voices-one-cue']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('<v Anna>a ',n))
G['vtt/open-tags']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('<c',n))
G['vtt/lt']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('<',n))
G['vtt/amp']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('&',n))
G['vtt/notes']=('vtt',lambda n:'WEBVTT\n\n'+rep('NOTE a\n\n',n))
G['vtt/times']=('vtt',lambda n:'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n'+rep('<00:00:01.500>a',n))
G['ttml/p']=('ttml',lambda n:'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'+cues(n,lambda i,a,b:f'<p begin="{a}" end="{b}">It is</p>','.')+'</div></body></tt>')
G['ttml/span']=('ttml',lambda n:'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">'+rep('<span>',n)+'</p></div></body></tt>')
G['ttml/br']=('ttml',lambda n:'<tt xmlns="http://www.w3.org/ns/ttml"><body><div><p begin="1s" end="2s">'+rep('a<br/>',n)+'</p></div></body></tt>')
G['ttml/agents']=('ttml',lambda n:'<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata>'+names(n/2,lambda a,b:f'<ttm:agent xml:id="{a}"><ttm:name>{a} {b}</ttm:name></ttm:agent>')+'</metadata></head><body><div>'+names(n/2,lambda a,b:f'<p begin="1s" end="2s" ttm:agent="{a}">It is</p>')+'</div></body></tt>')
G['smi/sync']=('smi',lambda n:'<SAMI><BODY>'+cues(n,lambda i,a,b:f'<SYNC Start={i*1000}><P Class=EN>It is\n')+'</BODY></SAMI>')
G['smi/nest']=('smi',lambda n:'<SAMI><BODY><SYNC Start=1><P>'+rep('<b>',n))
G['ass/dialogue']=('ass',lambda n:'[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n'+cues(n,lambda i,a,b:f'Dialogue: 0,0:{i//60%60:02}:{i%60:02}.00,0:00:02.00,Default,Anna,0,0,0,,It is\n'))
G['ass/tags']=('ass',lambda n:'[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,'+rep('{\\i1}',n))
G['ass/open']=('ass',lambda n:'[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Anna,0,0,0,,'+rep('{',n))
G['jsonl/records']=('jsonl',lambda n:rep('{"text":"It is full."}\n',n))
G['jsonl/doc']=('jsonl',lambda n:rep('{"doc":"a","text":"It is full.","speaker":"Anna"}\n',n))
G['jsonl/docs-alt']=('jsonl',lambda n:rep('{"doc":"a","text":"It is full."}\n{"doc":"b","text":"It is full."}\n',n))
G['jsonl/docs-many']=('jsonl',lambda n:names(n,lambda a,b:json.dumps({"doc":a,"text":"It is full.","speaker":b})+'\n'))
G['jsonl/sections']=('jsonl',lambda n:names(n,lambda a,b:json.dumps({"doc":"d","text":"It is full.","section":b})+'\n'))
G['jsonl/sections-nodoc']=('jsonl',lambda n:names(n,lambda a,b:json.dumps({"text":"It is full.","section":b})+'\n'))
G['jsonl/bad']=('jsonl',lambda n:rep('x\n',n))
G['jsonl/open']=('jsonl',lambda n:rep('{',n))
G['jsonl/deep']=('jsonl',lambda n:rep('[',n))
G['jsonl/paras']=('jsonl',lambda n:'{"paragraphs":['+rep('"It is full.",',n)+'"a"]}')
G['jsonl/paraobj']=('jsonl',lambda n:'{"paragraphs":['+rep('{"speaker":"Anna","text":"It is full."},',n)+'"a"]}')
G['jsonl/speakers']=('jsonl',lambda n:'{"text":"a","speakers":['+names(n,lambda a,b:f'"{a} {b}",')+'"x"]}')
G['jsonl/keys']=('jsonl',lambda n:'{'+names(n,lambda a,b:f'"{a}":"{b}",')+'"text":"x"}')
G['csv/rows']=('csv',lambda n:'speaker,text\n'+rep('Anna,It is full.\n',n))
G['csv/quoted']=('csv',lambda n:'speaker,text\nAnna,"'+rep('a ""b"" ',n)+'"\n')
G['csv/open']=('csv',lambda n:'speaker,text\nAnna,"'+rep('a\n',n))
G['csv/cols']=('csv',lambda n:'speaker,text\n'+rep('a,',n))
G['csv/headercols']=('csv',lambda n:'speaker,text,'+names(n/2,lambda a,b:a+',')+'\n'+rep('a,',n/2))
G['csv/uneven']=('csv',lambda n:'speaker,text\n'+rep('a\n',n))
G['csv/quotes']=('csv',lambda n:rep('"',n))
G['csv/names']=('csv',lambda n:'speaker,text\n'+names(n,lambda a,b:f'{a} {b},It is.\n'))
G['tsv/rows']=('tsv',lambda n:'speaker\ttext\n'+rep('Anna\tIt is full.\n',n))
G['json/segments']=('json',lambda n:'{"segments":['+rep('{"start":1.0,"end":2.0,"text":"It is full.","speaker":"A"},',n)+'{"start":1.0,"end":2.0,"text":"x"}]}')
G['json/segments-nosp']=('json',lambda n:'{"segments":['+rep('{"start":1.0,"end":2.0,"text":"It is full"},',n)+'{"start":1.0,"end":2.0,"text":"x"}]}')
G['json/names']=('json',lambda n:'{"segments":['+names(n,lambda a,b:json.dumps({"start":1.0,"end":2.0,"text":"It is full.","speaker":a})+',')+'{"start":1.0,"end":2.0,"text":"x"}]}')
G['json/words']=('json',lambda n:'{"segments":[{"start":1,"end":2,"text":"x","words":['+rep('{"word":"a","start":1,"end":2,"speaker":"A"},',n)+'{"word":"a"}]}]}')
G['json/otr']=('otr',lambda n:json.dumps({"text":rep('<p><span class="timestamp" data-timestamp="1">00:01</span> Anna: Yes.</p>',n),"media":"x"}))
rtf={'groups':'{','groups-b':'{\\b a}','par':'a\\par ','hex':"\\'e9",'uni':'\\u233?','ctrl':'\\x','star':'{\\*\\x a}','tab':'\\tab ','cell':'\\cell ','bin':'\\bin1 a','close':'}','fonttbl':'{\\fonttbl{\\f0 a;}}','bs':'\\'}
for k,s in rtf.items(): G['rtf/'+k]=('rtf',(lambda s:lambda n:'{\\rtf1\\ansi '+rep(s,n))(s))
eml={'quotes':'> a\n','quotesdeep':'>','headers':None,'on-wrote':'On Monday, Anna Berg wrote:\n> a\n\n','sig':'-- \nAnna\n','wrote':'Anna Berg <a@b.c> wrote:\n','from':'From: a\nSent: b\nTo: c\nSubject: d\n\n', 'on':'On '}
for k,s in eml.items():
    if s: G['eml/'+k]=('eml',(lambda s:lambda n:'From: a@b.c\nSubject: x\n\n'+rep(s,n))(s))
G['eml/headers']=('eml',lambda n:'From: a@b.c\n'+names(n,lambda a,b:f'X-{a}: {b}\n')+'\nbody\n')
G['eml/fold']=('eml',lambda n:'From: a@b.c\nSubject: x\n'+rep(' a\n',n)+'\nbody\n')
G['eml/to']=('eml',lambda n:'From: a@b.c\nTo: '+names(n,lambda a,b:f'{a}@{b}.c, ')+'\n\nbody\n')
G['eml/parts']=('eml',lambda n:'From: a@b.c\nContent-Type: multipart/mixed; boundary=b\n\n'+rep('--b\nContent-Type: text/plain\n\na\n',n)+'--b--\n')
G['eml/nested']=('eml',lambda n:'From: a@b.c\n'+''.join(f'Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n' for i in range(int(n)//55))+'\nx')
G['eml/htmlpart']=('eml',lambda n:'From: a@b.c\nContent-Type: text/html\n\n'+rep('<p>a</p>',n))
G['eml/qp']=('eml',lambda n:'From: a@b.c\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n'+rep('=41=\n',n))
G['eml/encword']=('eml',lambda n:'From: a@b.c\nSubject: '+rep('=?utf-8?q?a?= ',n)+'\n\nbody\n')
def zipped(members):
    b=io.BytesIO()
    with zipfile.ZipFile(b,'w',zipfile.ZIP_DEFLATED) as z:
        for k,v in members: z.writestr(k,v)
    return b.getvalue()
NSW='xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
def docx(body): return zipped([('[Content_Types].xml','<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'),('word/document.xml',f'<?xml version="1.0"?><w:document {NSW}><w:body>{body}</w:body></w:document>')])
P=lambda t:f'<w:p><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>'
for k in list(G):
    if k.startswith('docx/'):
        f=G[k][1]; G[k]=('docx',(lambda f:lambda n:docx(''.join(P(x.replace('<','')) for x in re.split('\n+',f(n)))))(f))
dx={'runs':'<w:r><w:t>a</w:t></w:r>','br':'<w:r><w:br/></w:r>','tab':'<w:r><w:tab/></w:r>'}
for k,s in dx.items(): G['docx/x-'+k]=('docx',(lambda s:lambda n:docx('<w:p>'+rep(s,n)+'</w:p>'))(s))
G['docx/x-tables']=('docx',lambda n:docx(rep('<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>',n)))
G['docx/x-deep']=('docx',lambda n:docx(rep('<w:tbl><w:tr><w:tc>',n)))
G['docx/x-head']=('docx',lambda n:docx(rep('<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>H</w:t></w:r></w:p><w:p><w:r><w:t>a</w:t></w:r></w:p>',n)))
def odt(body): return zipped([('mimetype','application/vnd.oasis.opendocument.text'),('content.xml','<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'+body+'</office:text></office:body></office:document-content>')])
for k,s in {'p':'<text:p>a</text:p>','span':'<text:span>a','h':'<text:h text:outline-level="1">H</text:h><text:p>a</text:p>','s':'<text:p>a<text:s text:c="100"/>b</text:p>','list':'<text:list><text:list-item>','br':'a<text:line-break/>'}.items():
    G['odt/'+k]=('odt',(lambda s:lambda n:odt(rep(s,n)))(s))
def epub(files,extra=''):
    man=''.join(f'<item id="i{i}" href="c{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(files)))
    sp=''.join(f'<itemref idref="i{i}"/>' for i in range(len(files)))
    return zipped([('mimetype','application/epub+zip'),('META-INF/container.xml','<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'),('c.opf',f'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>{man}</manifest><spine>{sp}</spine></package>')]+[(f'c{i}.xhtml',f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{b}</body></html>') for i,b in enumerate(files)])
G['epub/chapters']=('epub',lambda n:epub(['<h1>H</h1><p>It is full.</p>']*(n//300)))
G['epub/p']=('epub',lambda n:epub([rep('<p>It is full.</p>',n)]))
G['epub/div']=('epub',lambda n:epub([rep('<div>',n)]))
G['zip/members']=('zip',lambda n:zipped([(f'a{i}.txt','Anna Berg: Yes.\n') for i in range(n//150)]))
G['zip/big']=('zip',lambda n:zipped([('a.txt',words(n))]))
def tarred(k):
    b=io.BytesIO(); t=tarfile.open(fileobj=b,mode='w')
    for i in range(k):
        d=b'Anna Berg: Yes.\n'; ti=tarfile.TarInfo(f'a{i}.txt'); ti.size=len(d); t.addfile(ti,io.BytesIO(d))
    t.close(); return b.getvalue()
G['tar/members']=('tar',lambda n:tarred(n//1024))
G['gz/text']=('txt.gz',lambda n:gzip.compress(words(n).encode()))
def pdf(pages):
    objs=[]; kids=[]
    objs.append(b'<</Type/Catalog/Pages 2 0 R>>'); objs.append(None)
    objs.append(b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
    for t in pages:
        kids.append(len(objs)+1)
        objs.append(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>'%(len(objs)+2))
        c=t.encode('latin1'); objs.append(b'<</Length %d>>stream\n'%len(c)+c+b'\nendstream')
    objs[1]=b'<</Type/Pages/Count %d/Kids[%s]>>'%(len(kids),b' '.join(b'%d 0 R'%k for k in kids))
    out=b'%PDF-1.4\n'; offs=[]
    for i,o in enumerate(objs):
        offs.append(len(out)); out+=b'%d 0 obj\n'%(i+1)+o+b'\nendobj\n'
    x=len(out); out+=b'xref\n0 %d\n0000000000 65535 f \n'%(len(objs)+1)+b''.join(b'%010d 00000 n \n'%o for o in offs)
    return out+b'trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF'%(len(objs)+1,x)
G['pdf/pages']=('pdf',lambda n:pdf(['BT /F1 12 Tf 50 700 Td (Page head) Tj 0 -20 Td (It is full.) Tj ET']*(n//300)))
G['pdf/lines']=('pdf',lambda n:pdf(['BT /F1 12 Tf 50 700 Td '+rep('(It is full.) Tj 0 -14 Td ',n)+' ET']))
G['pdf/sameline']=('pdf',lambda n:pdf(['BT /F1 12 Tf 50 700 Td '+rep('(It is) Tj ',n)+' ET']))


VOCABULARY = [f"{a}{b}" for a in ("har", "dred", "win", "ves", "coun", "ber", "mar", "shi", "tid", "sal") for b in
    (c + d + e for c in "aeiou" for d in "lmnrst" for e in "aeiouy")]


def telling(n):
    r = random.Random(n)
    return [r.choice(VOCABULARY) for _ in range(n)]


Q = {
    "words": lambda n: " ".join(telling(n)),
    "unknown": lambda n: " ".join("x" + word for word in telling(n)),
    "one-word": lambda n: rep("harbour ", 8 * n),
    "or": lambda n: " OR ".join(telling(n)),
    "groups": lambda n: " ".join(f"({one} OR {other})" for one, other in zip(telling(n // 2), telling(n // 2 + 1))),
    "phrases": lambda n: " ".join(f'"{one} {other}"' for one, other in zip(telling(n // 2), telling(n // 2 + 1))),
    "one-phrase": lambda n: '"' + " ".join(telling(n)) + '"',
    "near": lambda n: '"' + " ".join(telling(n)) + '"~100',
    "without": lambda n: "harbour " + " ".join("-" + word for word in telling(n)),
    "said": lambda n: "said:(" + " OR ".join(telling(n)) + ")",
    "required": lambda n: " ".join("+" + word for word in telling(n)),
    "colons": lambda n: rep("a:", 2 * n),
    "speakers": lambda n: " OR ".join("speaker:" + word for word in telling(n)),
    "brackets": lambda n: "(" * min(n, 90) + " ".join(telling(n)) + ")" * min(n, 90),
}

# A source, and what is asked of it.
F = {
    "passages": (lambda n: rep('{"lang":"en","text":"The harbour is full."}\n', n), "harbour"),
    "passages-phrase": (lambda n: rep('{"lang":"en","text":"The harbour is full."}\n', n), '"the harbour is full"'),
    "passages-speaker": (lambda n: names(n, lambda a, b: json.dumps({"speaker": f"{a} {b}", "text": "It is full."}) + "\n"), "full speaker:*"),
    "matches": (lambda n: json.dumps({"lang": "en", "text": rep("harbour ", n)}), "harbour"),
    "matches-words": (lambda n: json.dumps({"lang": "en", "text": rep("harbour full winter ", n)}), "harbour full winter"),
    "matches-phrase": (lambda n: json.dumps({"lang": "en", "text": rep("harbour full ", n)}), '"harbour full harbour"'),
    "matches-near": (lambda n: json.dumps({"lang": "en", "text": rep("harbour full ", n)}), '"full harbour"~50'),
    "matches-prefix": (lambda n: json.dumps({"lang": "en", "text": rep("harbour ", n)}), "h*"),
    "matches-said": (lambda n: rep('"The harbour is full," Anna Berg said. ', n), "said:harbour speaker:berg"),
}


def measured(command, limit):
    """Processor seconds, MiB at the peak, and the status of a command."""
    bound = lambda: resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=bound)
    _, status, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, status


class Bench:
    """What is measured of each kind, for a size: gives processor seconds, MiB, status, and the length of what was made."""

    def __init__(self, folder, program, limit):
        self.folder, self.program, self.limit = folder, program, limit
        self.asked = None

    def index(self, contents, ending):
        shutil.rmtree(f"{self.folder}/index", ignore_errors=True)
        source = f"{self.folder}/source.{ending}"
        with open(source, "wb") as file:
            file.write(contents.encode() if isinstance(contents, str) else contents)
        return [self.program, "index", "--threads", "1", "-q", "--index", f"{self.folder}/index", source]

    def read(self, kind, size):
        ending, make = G[kind]
        contents = make(size)
        return *measured(self.index(contents, ending), self.limit), len(contents)

    def query(self, kind, size):
        if self.asked is None:
            records = (json.dumps({"lang": "en", "speaker": " ".join(telling(n)[:2]), "text": " ".join(telling(12 + n))}) for n in range(2, 90))
            lines = "\n".join(records) + "\n"
            measured(self.index(lines * (50_000 // 88), "jsonl"), 600)
            self.asked = f"{self.folder}/asked"
            shutil.move(f"{self.folder}/index", self.asked)
        query = Q[kind.removeprefix("query/")](size // 200)
        return *measured([self.program, "search", "--format", "jsonl", "--index", self.asked, query], self.limit), len(query)

    def found(self, kind, size):
        make, query = F[kind.removeprefix("found/")]
        contents = make(10 * size)
        ending = "jsonl" if contents.startswith("{") else "txt"
        measured(self.index(contents, ending), 600)
        command = [self.program, "search", "--format", "jsonl", "-n", "0", "--index", f"{self.folder}/index", query]
        return *measured(command, self.limit), len(contents)


def main():
    program = os.environ.get("ONRECORD", "target/measure/onrecord")
    size, limit = int(os.environ.get("N", "200000")), int(os.environ.get("LIMIT", "60"))
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, program, limit)
        kinds = [(kind, bench.read) for kind in G]
        kinds += [(f"query/{kind}", bench.query) for kind in Q] + [(f"found/{kind}", bench.found) for kind in F]
        for kind, measure in kinds:
            if sys.argv[1:] and not any(kind.startswith(prefix) for prefix in sys.argv[1:]):
                continue
            times, length = [], 0
            for wanted in size, 2 * size, 4 * size:
                seconds, peak, status, made = measure(kind, wanted)
                length = length or made
                times.append(seconds)
                if seconds > limit / 2.5:
                    break
            ratios = [after / before for before, after in zip(times, times[1:])]
            grows = len(times) < 3 or ratios[-1] > 2.3 and times[-1] > 0.3
            slow += grows
            shown = " ".join(f"{seconds:6.2f}" for seconds in times), " ".join(f"x{ratio:4.2f}" for ratio in ratios)
            print(f"{kind:28} {length:>9} B  {shown[0]} s  {shown[1]}  {peak:>5} MiB  status {status} {'SLOW' if grows else ''}", flush=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
