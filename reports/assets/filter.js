(function(){
var box=document.getElementById('filter'),wrap=document.getElementById('filter-box'),said=document.getElementById('filter-said'),items=document.querySelectorAll('#find li[data-n]');
if(!box||!wrap)return;
wrap.hidden=false;
box.addEventListener('input',function(){
var q=box.value.trim().toLowerCase(),seen=0;
items.forEach(function(i){var hit=!q||i.getAttribute('data-n').indexOf(q)>=0;i.hidden=!hit;if(hit)seen++;});
document.querySelectorAll('#find section').forEach(function(s){s.hidden=!s.querySelector('li[data-n]:not([hidden])');});
said.textContent=q?seen+(seen===1?' council':' councils'):'';
});
})();
